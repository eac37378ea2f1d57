namespace TokenVaultAgent.Tools.Safety;

/// <summary>The scopes of this server's API in Auth0.</summary>
internal static class Scopes
{
    public const string CalendarRead = "calendar:read";
    public const string MailRead = "mail:read";
    public const string MailSend = "mail:send";

    public static readonly IReadOnlyList<string> All = [CalendarRead, MailRead, MailSend];
}

/// <summary>Declares an API scope that the caller's token must hold for a tool. A tool may carry several.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class RequiresScopeAttribute(string scope) : Attribute
{
    public string Scope { get; } = scope;
}

/// <summary>Declares that any caller with a valid token for this API may use a tool.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RequiresNoScopeAttribute : Attribute;
