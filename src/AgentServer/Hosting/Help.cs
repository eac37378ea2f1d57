namespace TokenVaultAgent.AgentServer.Hosting;

/// <summary>What <c>--help</c> says. The settings are those of appsettings.sample.json, which is part of the program.</summary>
internal static class Help
{
    public static void Print(TextWriter writer)
    {
        writer.WriteLine(
            """
            Token Vault Agent: an MCP server that reads calendars and mail and sends mail, at Google and at Microsoft 365,
            with tokens that Auth0 Token Vault exchanges for the caller's own.

            Usage: AgentServer [--urls http://127.0.0.1:8080] [--Section:Key=value ...]
                   AgentServer report REFERENCE [--Section:Key=value ...]   shows an action that a user reported

            Settings come from appsettings.json, user-secrets (Development), the environment (Auth0__ClientSecret=...) and the
            command line, later ones winning. Exit codes: 0 stopped as asked, 78 a wrong or missing setting (all are listed).
            Every setting with its default:

            """);
        using var sample = typeof(Help).Assembly.GetManifestResourceStream("appsettings.sample.json")!;
        using var reader = new StreamReader(sample);
        writer.WriteLine(reader.ReadToEnd());
    }
}
