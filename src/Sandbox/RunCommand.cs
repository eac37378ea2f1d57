using Microsoft.AspNetCore.Connections;
using Spectre.Console;
using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Sandbox.Web;
using TokenVaultAgent.Sandbox.World;
using TokenVaultAgent.Tools.Settings;

namespace TokenVaultAgent.Sandbox;

/// <summary>Runs the whole product until Ctrl-C and says where everything is.</summary>
internal sealed class RunCommand(IAnsiConsole console)
{
    internal const int ControlOffset = 4;

    /// <returns>0 when stopped, 1 where a port is taken, or a setting or the world's file is wrong.</returns>
    public async Task<int> RunAsync(RunOptions options, CancellationToken cancellationToken)
    {
        return await OnFreePortsAsync(console, async () =>
        {
            await using var product = await SandboxProduct.StartAsync(Product(options), cancellationToken);
            var tenant = product.Sandbox.Tenant;
            tenant.Put(tenant.ChatClient with { Callbacks = [.. tenant.ChatClient.Callbacks, .. options.Callbacks] });
            Describe(product);
            await UntilCancelledAsync(cancellationToken);
            console.MarkupLine("[grey]Stopping.[/]");
        });
    }

    /// <returns>0 when it has ended, 1 where a port is taken.</returns>
    internal static async Task<int> OnFreePortsAsync(IAnsiConsole console, Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            console.MarkupLineInterpolated($"[red]{exception.Message}[/] Choose other ports with --port, or let the system choose with --port 0.");
            return 1;
        }
        catch (SeedException exception)
        {
            console.MarkupLineInterpolated($"[red]The world cannot be made:[/] {exception.Message}");
            return 1;
        }
        catch (SettingsException exception)
        {
            console.MarkupLine("[red]The agent server does not start with these settings:[/]");
            foreach (var fault in exception.Faults)
                console.MarkupLineInterpolated($"  {fault}");
            return 1;
        }
    }

    private static SandboxProductOptions Product(RunOptions options) => new()
    {
        AgentServerPort = options.Port,
        AgentServerSettings = options.Settings,
        Sandbox = BesideOf(options.Port) with
        {
            Authority = options.IsHttps ? LocalAuthority.Open(LocalAuthority.DefaultFolder) : null,
            Tenant = options.IsStrict ? null : settings => settings.ForAnyClient(),
            World = options.World is null ? Seed.Own : Seed.Read(options.World.FullName),
        },
        ConfigureAgentServer = options.IsVerbose ? builder => builder.Logging.AddConsole() : null,
    };

    /// <summary>Tenant, providers and control on the ports after the agent server's.</summary>
    internal static SandboxOptions BesideOf(int basePort) => new()
    {
        Auth0Port = Offset(basePort, 1),
        GooglePort = Offset(basePort, 2),
        GraphPort = Offset(basePort, 3),
        ControlPort = Offset(basePort, ControlOffset),
    };

    private void Describe(SandboxProduct product)
    {
        var addresses = new Grid().AddColumn().AddColumn();
        addresses.AddRow("[bold]MCP endpoint[/]", $"[aqua]{product.McpUrl}[/]");
        addresses.AddRow("Connected accounts", $"[aqua]{new Uri(product.McpUrl, "./accounts")}[/]");
        addresses.AddRow("Auth0 tenant", product.Sandbox.Auth0Url.ToString());
        addresses.AddRow("Google", product.Sandbox.GoogleUrl.ToString());
        addresses.AddRow("Microsoft Graph", product.Sandbox.GraphUrl.ToString());
        addresses.AddRow("[bold]What happens, and whom you can be[/]", $"[aqua]{product.Sandbox.ControlUrl}[/]");
        console.Write(new Panel(addresses).Header("Token Vault Agent on a sandbox").BorderColor(Color.Grey));

        var users = new Table().AddColumns("Log in as", "Password", "Connected accounts").Border(TableBorder.Rounded);
        foreach (var user in product.Sandbox.Tenant.Users)
            users.AddRow(user.Email, user.Password, string.Join(", ", product.Sandbox.Tenant.ConnectedAccountsOf(user.Sub).Select(a => a.Address)));
        console.Write(users);
        var accounts = new Table().AddColumns("Sign in at", "as", "Password").Border(TableBorder.Rounded);
        foreach (var account in product.Sandbox.World.Read(all => all.ToList()))
            accounts.AddRow(account.Provider.ToString(), account.Address, account.Password);
        console.Write(accounts);

        var chat = product.Sandbox.Tenant.ChatClient;
        if (product.Sandbox.Tenant.Settings.EnableDynamicClientRegistration)
            console.MarkupLineInterpolated($"Point an MCP client at the endpoint: it registers itself or is known by its metadata document; or give it the client id [aqua]{chat.ClientId}[/] (public, PKCE, any port of loopback).");
        else
            console.MarkupLineInterpolated($"Point an MCP client at the endpoint with client id [aqua]{chat.ClientId}[/] (public, PKCE). Its callback must be one of: {string.Join(", ", chat.Callbacks)}");
        if (product.Sandbox.Authority is { } authority)
            console.MarkupLineInterpolated($"Its certificates are by this machine's authority, for loopback alone. Have your client trust [aqua]{authority.CertificatePath}[/] (NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, curl --cacert).");
        console.MarkupLine("The tenant asks for a code where a mail is to be sent: [aqua]dotnet run --project src/Sandbox -- code ada@acme.example[/] prints one.");
        console.MarkupLine("Everything listens on loopback only and forgets all when it stops. [grey]Ctrl-C ends it.[/]");
    }

    private static int Offset(int basePort, int offset) => basePort == 0 ? 0 : basePort + offset;

    internal static async Task UntilCancelledAsync(CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(cancelled.SetResult);
        await cancelled.Task;
    }
}

/// <summary>How the product is run.</summary>
/// <param name="Callbacks">More of them, for the client <c>sandbox-chat</c>.</param>
/// <param name="IsStrict">Only registered clients are let in.</param>
/// <param name="IsHttps">Everything is served over HTTPS, with certificates of this machine's authority.</param>
/// <param name="World">What both providers hold; null for the sandbox's own.</param>
/// <param name="Settings">Of the agent server, in place of the sandbox's own.</param>
/// <param name="IsVerbose">The agent server's log is on the console.</param>
internal sealed record RunOptions(
    int Port, IReadOnlyList<Uri> Callbacks, bool IsStrict, bool IsHttps, FileInfo? World, IReadOnlyDictionary<string, string?> Settings, bool IsVerbose);
