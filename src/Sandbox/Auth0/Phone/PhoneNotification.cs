namespace TokenVaultAgent.Sandbox.Auth0.Phone;

/// <summary>Something that waits for an answer on a user's phone.</summary>
/// <param name="Sub">Whose phone.</param>
/// <param name="ClientName">Which application asks.</param>
/// <param name="Message">The binding message of a CIBA request, or what a login asks.</param>
/// <param name="Details">Rich authorization details, one line each.</param>
internal sealed record PhoneNotification(string Id, string Sub, string ClientName, string Message, IReadOnlyList<string> Details, DateTimeOffset ExpiresAt)
{
    /// <summary>Null until the user has answered.</summary>
    public bool? IsAllowed { get; init; }
}
