using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace TokenVaultAgent.AgentServer.Tests.Hosting;

/// <summary>What keeps the program from starting is one sentence, and exit code 78.</summary>
public sealed class StartFaultTests
{
    [Fact]
    public async Task A_settings_file_that_is_no_json() =>
        Assert.StartsWith("The server does not start: a settings file is no JSON. ", await RunAsync("""{ "Mcp": """), StringComparison.Ordinal);

    [Fact]
    public async Task A_database_that_cannot_be_opened() => Assert.StartsWith(
        "The server does not start: the database of Storage:ConnectionString cannot be opened: ",
        await RunAsync("{}", "--Storage:ConnectionString=Data Source=/no/such/folder/agent.db"), StringComparison.Ordinal);

    [Fact]
    public async Task A_port_that_is_taken()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        Assert.StartsWith(
            "The server does not start: another program listens there. ",
            await RunAsync("{}", $"--urls=http://{taken.LocalEndpoint}", "--Storage:ConnectionString=Data Source=agent.db"), StringComparison.Ordinal);
    }

    /// <returns>What it said on standard error, which is one line.</returns>
    private static async Task<string> RunAsync(string settings, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("start-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "appsettings.json"), settings, TestContext.Current.CancellationToken);
            var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder.FullName, RedirectStandardError = true, RedirectStandardOutput = true };
            foreach (var argument in new[]
            {
                typeof(AgentServerHost).Assembly.Location, "--Auth0:Issuer=http://127.0.0.1:1/", "--Auth0:Audience=http://127.0.0.1:1/mcp", "--Auth0:ClientId=a",
                "--Auth0:ClientSecret=of-the-client", "--Vault:Connections:0:Name=google-oauth2", "--Vault:Connections:0:Provider=Google",
                "--Auth0:WebClient:ClientId=w", "--Auth0:WebClient:ClientSecret=of-the-application", "--Mcp:PublicUrl=http://127.0.0.1:1/mcp",
            }.Concat(arguments))
                start.ArgumentList.Add(argument);
            using var program = Process.Start(start)!;
            var output = program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var said = await program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await program.WaitForExitAsync(TestContext.Current.CancellationToken);

            Assert.Equal(78, program.ExitCode);
            Assert.DoesNotContain("   at ", await output + said, StringComparison.Ordinal);
            return Assert.Single(said.TrimEnd().Split('\n'));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
