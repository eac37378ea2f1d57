namespace TokenVaultAgent.Tools.Providers;

/// <summary>Something an account may be used for, and what it takes at each provider.</summary>
/// <param name="Name">As results and arguments name it, for example <c>read_mail</c>.</param>
/// <param name="Title">As the user reads it on a page.</param>
/// <param name="Google">Full Google scope URLs.</param>
/// <param name="Microsoft">Graph delegated permissions by short name, for example <c>Mail.Read</c>.</param>
internal sealed record ProviderScopes(string Name, string Title, IReadOnlyList<string> Google, IReadOnlyList<string> Microsoft)
{
    /// <summary>
    /// Opens mailboxSettings, the only place where Graph tells the user's own zone (learn.microsoft.com/graph/api/user-get-mailboxsettings).
    /// </summary>
    public const string TellsTimeZone = "MailboxSettings.Read";

    public static readonly ProviderScopes ReadCalendar = new(
        "read_calendar", "See your calendars, their events and your time zone",
        ["https://www.googleapis.com/auth/calendar.readonly"], ["Calendars.Read"])
    {
        MicrosoftBesides = [TellsTimeZone],
        Use = "read your calendar",
    };

    public static readonly ProviderScopes ReadMail = new(
        "read_mail", "Read your mail",
        ["https://www.googleapis.com/auth/gmail.readonly"], ["Mail.Read"])
    {
        Use = "read your mail",
    };

    /// <summary>gmail.readonly too, because after a lost answer the sent message is looked for.</summary>
    public static readonly ProviderScopes SendMail = new(
        "send_mail", "Write drafts and send mail for you, and read your mail to see what was sent",
        ["https://www.googleapis.com/auth/gmail.compose", "https://www.googleapis.com/auth/gmail.readonly"], ["Mail.ReadWrite", "Mail.Send"])
    {
        Use = "send mail that you approve",
    };

    /// <summary>What it takes to know whose account it is.</summary>
    public static readonly ProviderScopes Identify = new(
        "identify", "See which account it is", ["openid", "email"], ["openid", "email", "User.Read", "offline_access"]);

    /// <summary>
    /// What is asked for with everything else when an account is connected. Auth0 wants <c>openid</c> and <c>profile</c> among scopes that are
    /// passed for Google (auth0.com/docs/secure/call-apis-on-users-behalf/token-vault/connected-accounts-for-token-vault, "Initiate").
    /// </summary>
    public static readonly ProviderScopes Connect = new("connect", Identify.Title, ["openid", "profile", "email"], Identify.Microsoft);

    /// <summary>What a user can be asked for.</summary>
    public static readonly IReadOnlyList<ProviderScopes> All = [ReadCalendar, ReadMail, SendMail];

    /// <summary>Graph permissions that are asked for with the rest and that it works without.</summary>
    public IReadOnlyList<string> MicrosoftBesides { get; private init; } = [];

    /// <summary>What an assistant does with it, within a sentence to its user; null for what no sentence is about.</summary>
    public string? Use { get; private init; }

    /// <summary>What it cannot do without.</summary>
    public IReadOnlyList<string> For(Provider provider) => provider == Provider.Google ? Google : Microsoft;

    /// <summary>What the user is asked for.</summary>
    public IEnumerable<string> AskedOf(Provider provider) => provider == Provider.Google ? Google : Microsoft.Concat(MicrosoftBesides);

    /// <summary>By name; null for a name that is none.</summary>
    public static ProviderScopes? Find(string name) => All.FirstOrDefault(scopes => scopes.Name == name);
}
