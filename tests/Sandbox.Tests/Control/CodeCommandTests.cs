using OtpNet;
using Spectre.Console;
using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Sandbox.Tests.Google;

namespace TokenVaultAgent.Sandbox.Tests.Control;

/// <summary><c>code ada@acme.example</c></summary>
public sealed class CodeCommandTests : IDisposable
{
    private readonly StringWriter _out = new();

    public void Dispose() => _out.Dispose();

    [Fact]
    public async Task The_sandbox_that_runs_is_asked()
    {
        await using var google = await GoogleClient.StartAsync();
        var tenant = google.Host.Tenant;
        const string secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        tenant.AddUser(tenant.FindUser("dev.rao@gmail.example")! with { TotpSecret = secret });

        var exit = await RunAsync("dev.rao@gmail.example", google.Host.ControlUrl.Port - RunCommand.ControlOffset);

        Assert.Equal((0, new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(google.Clock.GetUtcNow().UtcDateTime)), (exit, _out.ToString().Trim()));
    }

    [Fact]
    public async Task Where_none_runs_the_seed_is_asked()
    {
        Assert.Equal(0, await RunAsync("ada@acme.example", SandboxProduct.FreePort()));
        Assert.Matches("^[0-9]{6}$", _out.ToString().Trim());
    }

    [Fact]
    public async Task Who_has_no_authenticator_app_is_told_who_has()
    {
        Assert.Equal(1, await RunAsync("dev.rao@gmail.example", SandboxProduct.FreePort()));
        Assert.Contains("cho@acme.example", _out.ToString(), StringComparison.Ordinal);
    }

    private Task<int> RunAsync(string email, int basePort) => new CodeCommand(
            AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_out), Ansi = AnsiSupport.No }))
        .RunAsync(email, basePort, TestContext.Current.CancellationToken);
}
