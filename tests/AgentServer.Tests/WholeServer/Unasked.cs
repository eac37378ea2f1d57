namespace TokenVaultAgent.AgentServer.Tests;

/// <summary>Mails go out without the user's approval: for tests of something else.</summary>
internal static class Unasked
{
    public static readonly (string Key, string? Value) Setting = ("StepUp:Policies:mail_send_message:Policy", "allow");

    public static readonly IReadOnlyDictionary<string, string?> Settings = new Dictionary<string, string?> { [Setting.Key] = Setting.Value };
}
