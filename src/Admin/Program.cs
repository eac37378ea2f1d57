using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Spectre.Console;
using TokenVaultAgent.Admin.Changes;
using TokenVaultAgent.Admin.Commands;
using TokenVaultAgent.Admin.Failures;
using TokenVaultAgent.Admin.Files;
using TokenVaultAgent.Admin.Management;
using TokenVaultAgent.Admin.Reports;
using TokenVaultAgent.Admin.Tenants;

var settings = new Option<string>("--settings")
{
    Description = "The server's settings, of which the environment takes the place as it does for the server.",
    DefaultValueFactory = _ => "appsettings.json",
};
var credentials = new Option<string?>("--credentials")
{
    Description = $"A JSON file with client_id and client_secret, or token. Without it: {ManagementCredentials.ClientIdVariable} and {ManagementCredentials.ClientSecretVariable}, or {ManagementCredentials.TokenVariable}.",
};
var domain = new Option<Uri?>("--domain") { Description = "The tenant's own domain, where Auth0:Issuer is a custom one: its Management API is there alone. For example https://example.eu.auth0.com/." };
var format = new Option<string>("--format") { Description = "table or json.", DefaultValueFactory = _ => "table" };
format.AcceptOnlyFromAmong("table", "json");
var client = new Option<string[]>("--client")
{
    Description = $"An MCP client to register by its metadata document: {string.Join(", ", McpClientDocuments.Known.Keys)}, or the document's address. May be given several times.",
    DefaultValueFactory = _ => [],
};
var yes = new Option<bool>("--yes") { Description = "Does it without asking." };

var check = new Command("check", "Looks at every rule. Exit code 0: all are met; 1: some are not; 2: it could not look.");
check.SetAction((parsed, cancellationToken) => RunAsync(parsed, (tenant, _) => tenant.CheckAsync(cancellationToken)));
var plan = new Command("plan", "Shows what apply would do, and does nothing.");
plan.SetAction((parsed, cancellationToken) => RunAsync(parsed, (tenant, _) => tenant.PlanAsync(cancellationToken)));
var journal = new Option<string>("--journal")
{
    Description = "The file in which apply keeps how each change is taken back; without secrets.",
    DefaultValueFactory = _ => "tokenvault-undo.json",
};
var apply = new Command("apply", "Shows the plan, asks, and does it. A second time there is nothing to do.") { yes, journal };
apply.SetAction((parsed, cancellationToken) => RunAsync(parsed, (tenant, issuer) =>
    tenant.ApplyAsync(Journal.Open(parsed.GetValue(journal)!, issuer), () => ConfirmAsync(parsed, "Apply?", cancellationToken), cancellationToken)));
var undo = new Command("undo", "Shows how what apply did would be taken back, asks, and does it, the last change first. What somebody has changed since is left as it is.") { yes, journal };
undo.SetAction((parsed, cancellationToken) => RunAsync(parsed, (tenant, issuer) =>
    tenant.UndoAsync(Journal.Open(parsed.GetValue(journal)!, issuer), () => ConfirmAsync(parsed, "Take it back?", cancellationToken), cancellationToken)));

var output = new Option<string>("--out") { Description = "The file, which its owner alone can read.", DefaultValueFactory = _ => "tokenvault.env" };
var force = new Option<bool>("--force") { Description = "Takes the place of a file that is there." };
var print = new Option<bool>("--print") { Description = "To the terminal, secrets too." };
var userSecrets = new Option<bool>("--user-secrets") { Description = "To the server's user secrets instead, which it reads in the environment Development; others that are there stay." };
var export = new Command("export", "Writes ids and secrets of the server's applications to a file of environment variables.") { output, force, print, userSecrets };
export.SetAction((parsed, cancellationToken) => RunAsync(parsed, async (tenant, _) =>
{
    var exported = await tenant.ExportAsync(cancellationToken);
    if (parsed.GetValue(print))
        Console.Out.Write(exported.ToEnvironment());
    else if (parsed.GetValue(userSecrets))
        exported.WriteToUserSecrets(ExportedSettings.UserSecretsPath);
    else
        SecretFile.Write(parsed.GetValue(output)!, exported.ToEnvironment(), parsed.GetValue(force));
    return 0;
}));

var commands = new Command("tenant", "Auth0's side of the server: what it must be, what it is, and what mends it.") { check, plan, apply, undo, export };
foreach (var option in (Option[])[settings, credentials, domain, format, client])
{
    option.Recursive = true;
    commands.Options.Add(option);
}

// A file or a CI log has no width of its own: Spectre would take 80 columns.
if (Console.IsOutputRedirected)
    AnsiConsole.Profile.Width = 180;
var root = new RootCommand("Sets the server's Auth0 tenant up through the Management API, and checks it.") { commands };
return await root.Parse(args).InvokeAsync();

async Task<bool> ConfirmAsync(ParseResult parsed, string question, CancellationToken cancellationToken)
{
    if (parsed.GetValue(yes))
        return true;
    if (IsTable(parsed) && !Console.IsInputRedirected)
        return await AnsiConsole.ConfirmAsync(question, defaultValue: false, cancellationToken);
    Console.Error.WriteLine("Nothing was done: nobody is there to ask. --yes does it without asking.");
    return false;
}

bool IsTable(ParseResult parsed) => parsed.GetValue(format) == "table";

async Task<int> RunAsync(ParseResult parsed, Func<TenantCommands, Uri, Task<int>> run)
{
    var isTable = IsTable(parsed);
    var errors = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
    if (Console.IsErrorRedirected)
        errors.Profile.Width = 180;
    var json = new JsonReport(Console.Out);
    try
    {
        var wanted = Wanted.Read(new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(parsed.GetValue(settings)!), optional: parsed.GetResult(settings) is not { Implicit: false })
            .AddEnvironmentVariables().Build()) with
        {
            McpClients = [.. parsed.GetValue(client)!.Select(McpClientDocuments.Find)],
        };
        using var management = new ManagementClient(new HttpClient(new SocketsHttpHandler()), parsed.GetValue(domain) ?? wanted.Issuer, ManagementCredentials.Read(parsed.GetValue(credentials)), TimeProvider.System);
        var code = await run(new TenantCommands(management, wanted, isTable ? new TableReport(AnsiConsole.Console, errors) : json), wanted.Issuer);
        json.Flush();
        return code;
    }
    catch (FileNotFoundException)
    {
        errors.MarkupLineInterpolated($"[red]{parsed.GetValue(settings)!} is not there: --settings names the server's appsettings.json.[/]");
        return TenantCommands.CouldNotLook;
    }
    catch (Exception exception) when (exception is AdminException or InvalidDataException)
    {
        errors.MarkupLineInterpolated($"[red]{exception.Message}[/]");
        return TenantCommands.CouldNotLook;
    }
}
