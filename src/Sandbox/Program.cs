using System.CommandLine;
using System.CommandLine.Parsing;
using Spectre.Console;
using TokenVaultAgent.Sandbox;
using TokenVaultAgent.Sandbox.Demo;

if (string.Equals(Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT"),
        Environments.Production, StringComparison.OrdinalIgnoreCase))
{
    AnsiConsole.MarkupLine("[red]The sandbox does not start where the environment is Production.[/] Its users and secrets are public.");
    return 1;
}

var port = new Option<int>("--port")
{
    Description = "Port of the MCP endpoint; Auth0, Google, Graph and control take the four after it. 0 lets the system choose.",
    DefaultValueFactory = _ => 5100,
};
var callback = new Option<Uri[]>("--callback")
{
    Description = "Another callback URL of the client sandbox-chat, for the MCP client that you use; may be repeated.",
    DefaultValueFactory = _ => [],
    CustomParser = result => Callbacks(result),
};
var strict = new Option<bool>("--strict")
{
    Description = "Lets registered clients in only, with callbacks to the letter, as an Auth0 tenant does. Without it clients may register themselves, be known by a metadata document, and listen on any port of loopback.",
};
var https = new Option<bool>("--https")
{
    Description = "Serves everything over HTTPS, for SDKs that insist on it. The authority of its certificates is made on the first start and kept; it is told where.",
};
var emptyTenant = new Option<bool>("--empty-tenant")
{
    Description = "Starts the tenant and the providers alone, with a tenant that nobody has set up, to try tokenvault tenant apply on.",
};
var world = new Option<FileInfo?>("--world")
{
    Description = "A JSON file with what both providers hold, in the form of src/Sandbox/World/Seed/world.json.",
    // dotnet run has moved to the project's folder; the shell's own is still known.
    CustomParser = result => new FileInfo(Path.GetFullPath(result.Tokens[0].Value, Environment.GetEnvironmentVariable("PWD") ?? Environment.CurrentDirectory)),
};
var set = new Option<Dictionary<string, string?>>("--set")
{
    Description = "A setting of the agent server, for example --set StepUp:Channel=Ciba; may be repeated.",
    DefaultValueFactory = _ => [],
    CustomParser = Settings,
};
var verbose = new Option<bool>("--verbose") { Description = "Prints the agent server's log." };
port.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is < 0 or > 65_531)
        result.AddError("--port must be 0, or from 1 to 65531.");
});
var root = new RootCommand("Runs the whole product on this machine: an Auth0 tenant, Google, Microsoft Graph and the agent server.") { port, callback, strict, https, world, set, verbose, emptyTenant };
root.SetAction((parsed, cancellationToken) => parsed.GetValue(emptyTenant)
    ? new EmptyTenantCommand(AnsiConsole.Console).RunAsync(parsed.GetValue(port), cancellationToken)
    : new RunCommand(AnsiConsole.Console).RunAsync(
        new RunOptions(
            parsed.GetValue(port), parsed.GetValue(callback)!, parsed.GetValue(strict), parsed.GetValue(https), parsed.GetValue(world), parsed.GetValue(set)!, parsed.GetValue(verbose)),
        cancellationToken));

var demo = new Command("demo", "Runs the main job with a real MCP client and shows each step; exits with 0, or with the reason.");
demo.SetAction((_, cancellationToken) => new DemoCommand(AnsiConsole.Console).RunAsync(cancellationToken));
root.Subcommands.Add(demo);

var user = new Argument<string>("user") { Description = "For example ada@acme.example." };
var code = new Command("code", "Prints the code that the authenticator app of a user shows now: of the sandbox that runs at --port, else of the seed.") { user, port };
code.SetAction((parsed, cancellationToken) =>
    new CodeCommand(AnsiConsole.Console).RunAsync(parsed.GetValue(user)!, parsed.GetValue(port), cancellationToken));
root.Subcommands.Add(code);

return await root.Parse(args).InvokeAsync();

static Uri[] Callbacks(ArgumentResult result)
{
    var callbacks = new List<Uri>();
    foreach (var token in result.Tokens)
        if (Uri.TryCreate(token.Value, UriKind.Absolute, out var url))
            callbacks.Add(url);
        else
            result.AddError("--callback must be an absolute URL, for example http://localhost:33418/callback.");
    return [.. callbacks];
}

static Dictionary<string, string?> Settings(ArgumentResult result)
{
    var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
    foreach (var token in result.Tokens)
        if (token.Value.Split('=', 2) is [{ Length: > 0 } key, var value])
            settings[key] = value;
        else
            result.AddError($"--set {token.Value} must be KEY=VALUE, for example StepUp:Channel=Ciba.");
    return settings;
}
