using NodaTime;

namespace TokenVaultAgent.Sandbox.World;

/// <summary>How far the providers' mail lags behind.</summary>
public sealed record MailLag
{
    public static readonly MailLag None = new();

    /// <summary>
    /// A send is carried out that much later; until then its draft can be seen, and sent again. Graph has answered 202 by then, as
    /// ever; Gmail, whose answer names the sent message, answers 503.
    /// </summary>
    public Duration Send { get; init; }

    /// <summary>A draft can be seen, and sent again, that long after it was sent.</summary>
    public Duration Draft { get; init; }

    /// <summary>Listings lack a sent message for that long (<see cref="WorldMessage.VisibleFrom"/>).</summary>
    public Duration SentItems { get; init; }
}
