namespace TokenVaultAgent.Sandbox.Graph;

/// <summary>
/// The delegated permissions any one of which opens a method. A token's scopes name them in short or with Graph's address before them
/// (learn.microsoft.com/graph/permissions-reference).
/// </summary>
internal sealed class GraphPermission(params string[] permissions)
{
    private const string Prefix = "https://graph.microsoft.com/";

    public static readonly GraphPermission ReadUser = new("User.Read", "User.ReadWrite", "User.Read.All", "User.ReadWrite.All");

    public static readonly GraphPermission ReadCalendars = new("Calendars.Read", "Calendars.ReadWrite");

    public static readonly GraphPermission WriteCalendars = new("Calendars.ReadWrite");

    public static readonly GraphPermission ReadMailboxSettings = new("MailboxSettings.Read", "MailboxSettings.ReadWrite");

    public static readonly GraphPermission ReadMail = new("Mail.Read", "Mail.ReadWrite");

    public static readonly GraphPermission WriteMail = new("Mail.ReadWrite");

    public static readonly GraphPermission SendMail = new("Mail.Send");

    public bool IsIn(IEnumerable<string> scopes) => scopes
        .Select(scope => scope.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? scope[Prefix.Length..] : scope)
        .Any(scope => permissions.Contains(scope, StringComparer.OrdinalIgnoreCase));
}
