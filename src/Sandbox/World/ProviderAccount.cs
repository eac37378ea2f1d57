namespace TokenVaultAgent.Sandbox.World;

/// <summary>One person's account at one provider: a mailbox and calendars.</summary>
public sealed class ProviderAccount
{
    /// <summary>The seed's own name for it, for example <c>ada-google</c>.</summary>
    public required string Key { get; init; }

    /// <summary>What its owner signs in with at the provider. Plain: it is printed for whoever tries the sandbox.</summary>
    public string Password { get; init; } = "";

    public required ProviderKind Provider { get; init; }

    /// <summary>Google's numeric subject, or Graph's object id (a GUID).</summary>
    public required string ProviderUserId { get; init; }

    public required string Address { get; init; }

    public required string DisplayName { get; init; }

    /// <summary>IANA zone, for example <c>Europe/Paris</c>.</summary>
    public required string TimeZone { get; init; }

    public List<WorldCalendar> Calendars { get; } = [];

    public List<WorldMessage> Messages { get; } = [];

    public WorldCalendar PrimaryCalendar => Calendars.Single(c => c.IsPrimary);

    internal ProviderAccount Refill(ProviderAccount from)
    {
        Calendars.Clear();
        Calendars.AddRange(from.Calendars);
        Messages.Clear();
        Messages.AddRange(from.Messages);
        return this;
    }
}
