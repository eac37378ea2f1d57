using NodaTime;

namespace TokenVaultAgent.Tools.Mail;

/// <summary>
/// A search that both providers can make: what messages must say and have, in any combination; and when they came and whether they are read,
/// for the whole search. Parsed here and written anew for each provider, so that no value can become an operator of theirs.
/// </summary>
/// <param name="Words">Null where anything will do.</param>
/// <param name="After">Inclusive.</param>
/// <param name="Before">Exclusive.</param>
/// <param name="Unread">Null for either.</param>
/// <param name="HasDates">Whether a date was given that means another time in another zone.</param>
internal sealed record MailQuery(MailExpression? Words, Instant? After = null, Instant? Before = null, bool? Unread = null, bool HasDates = false)
{
    public static readonly MailQuery Everything = new(Words: null);

    /// <summary>What is asked for beside the words, which a provider may only know by the day, or not at all.</summary>
    public bool Takes(MailMessage message) =>
        (Unread is not { } unread || message.IsUnread == unread)
        && (message.ReceivedAt is not { } received
            || ((After is not { } after || Instant.FromDateTimeOffset(received) >= after) && (Before is not { } before || Instant.FromDateTimeOffset(received) < before)));
}

/// <summary>A term, or terms of which all or one must hold.</summary>
internal abstract record MailExpression
{
    /// <param name="Value">Free of quotes and of what means something to a provider; empty for an attachment.</param>
    /// <param name="IsNot">Whether the message must not have it.</param>
    public sealed record Term(MailTermKind Kind, string Value, bool IsNot = false) : MailExpression;

    public sealed record All(IReadOnlyList<MailExpression> Parts) : MailExpression;

    public sealed record Any(IReadOnlyList<MailExpression> Parts) : MailExpression;

    /// <summary>Its opposite, in which again only terms are negated.</summary>
    public MailExpression Negated() => this switch
    {
        Term term => term with { IsNot = !term.IsNot },
        All all => new Any([.. all.Parts.Select(part => part.Negated())]),
        Any any => new All([.. any.Parts.Select(part => part.Negated())]),
        _ => throw new InvalidOperationException("There is no other kind."),
    };

    public IEnumerable<Term> Terms() => this switch
    {
        Term term => [term],
        All all => all.Parts.SelectMany(part => part.Terms()),
        Any any => any.Parts.SelectMany(part => part.Terms()),
        _ => [],
    };

    /// <summary>Written out.</summary>
    /// <param name="write">How a term is written.</param>
    /// <param name="and">What stands between parts that must all hold.</param>
    public string Write(Func<Term, string> write, string and, string or) => this switch
    {
        Term term => write(term),
        All all => string.Join(and, all.Parts.Select(part => part is Any ? $"({part.Write(write, and, or)})" : part.Write(write, and, or))),
        Any any => string.Join(or, any.Parts.Select(part => part is All ? $"({part.Write(write, and, or)})" : part.Write(write, and, or))),
        _ => "",
    };
}

internal enum MailTermKind
{
    Words,
    From,
    To,
    Cc,
    Subject,
    Attachment,
}
