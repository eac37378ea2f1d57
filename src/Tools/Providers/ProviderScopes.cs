namespace TokenVaultAgent.Tools.Providers;

/// <summary>What a tool needs at each provider.</summary>
/// <param name="Google">Full Google scope URLs.</param>
/// <param name="Microsoft">Graph delegated permissions by short name, for example <c>Mail.Read</c>.</param>
internal sealed record ProviderScopes(IReadOnlyList<string> Google, IReadOnlyList<string> Microsoft)
{
    public static readonly ProviderScopes ReadCalendar = new(
        ["https://www.googleapis.com/auth/calendar.readonly"], ["Calendars.Read"]);

    public static readonly ProviderScopes ReadMail = new(
        ["https://www.googleapis.com/auth/gmail.readonly"], ["Mail.Read"]);

    /// <summary>gmail.readonly too, because after a lost answer the sent message is looked for.</summary>
    public static readonly ProviderScopes SendMail = new(
        ["https://www.googleapis.com/auth/gmail.compose", "https://www.googleapis.com/auth/gmail.readonly"], ["Mail.ReadWrite", "Mail.Send"]);

    public IReadOnlyList<string> For(Provider provider) => provider == Provider.Google ? Google : Microsoft;
}
