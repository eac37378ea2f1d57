using MimeKit;
using TokenVaultAgent.AgentServer.Pages.Views;
using TokenVaultAgent.Tools.Safety;

namespace TokenVaultAgent.AgentServer.Approvals.Views;

/// <param name="Email">Who is logged in; null where the tenant did not tell.</param>
/// <param name="VerifiesFirst">The user must prove presence after pressing the button.</param>
public sealed record ApprovalModel(string Heading, string Button, ActionModel Action, AskerModel Asker, string? Email, bool VerifiesFirst)
{
    internal static ApprovalModel Of(ActionSummary action, string? askedBy, string? email, bool verifiesFirst) =>
        new(action.Asked, action.Button ?? "Approve", ActionModel.Of(action), AskerModel.Of(askedBy), email, verifiesFirst);
}

/// <summary>Which program asks.</summary>
/// <param name="Host">Where it is at home, which Auth0 has established; null where it is not known.</param>
/// <param name="Name">What it calls itself; null where it says nothing.</param>
public sealed record AskerModel(string? Host, string? Name)
{
    internal static AskerModel Of(string? askedBy) =>
        askedBy is not null && askedBy.StartsWith("https://", StringComparison.Ordinal) ? new(new Uri(askedBy).Authority, null) : new(null, askedBy);
}

/// <summary>An action, whole.</summary>
/// <param name="People">Those to look at first come first.</param>
/// <param name="Text">Shown whole; null where there is none.</param>
public sealed record ActionModel(string Account, IReadOnlyList<PersonModel> People, IReadOnlyList<FactModel> Facts, string? Text)
{
    private const string Hidden = "Bcc";

    /// <summary>How many it reaches, of whom how many are strangers or hidden from the others.</summary>
    public string Reach => string.Join(", ", new[]
    {
        People.Count == 1 ? "It reaches one person" : $"It reaches {People.Count} people",
        Part(People.Count(p => p.IsOutside), "outside your organisation"),
        Part(People.Count(p => p.IsHidden), "hidden from the others"),
    }.OfType<string>());

    /// <summary>More than some screens.</summary>
    public bool IsLong => People.Count > 12 || Text is { Length: > 2_000 } || Text?.Count('\n') > 30;

    internal static ActionModel Of(ActionSummary action) => new(
        action.Account,
        [
            .. action.People
                .Select(p => new PersonModel(p.Role, p.Name, p.Address, Ascii(p.Address), p.IsOutside, p.IsOwn, p.Resembles, p.Role == Hidden, p.IsNew))
                .OrderByDescending(p => (p.Resembles is not null || p.Ascii is not null ? 4 : 0) + (p.IsOutside ? 2 : 0) + (p.IsHidden ? 1 : 0) + (p.IsNew ? 1 : 0)),
        ],
        [.. action.Facts.Select(f => new FactModel(f.Name, f.Value))],
        action.Text);

    private string? Part(int count, string what) => count == 0 || People.Count == 1 ? null : $"{count} {what}";

    /// <summary>A domain of letters that look like others (UTS #39); null where there are none but ASCII's.</summary>
    private static string? Ascii(string address) => address.All(char.IsAscii) ? null : MailboxAddress.EncodeAddrspec(address);
}

/// <param name="Name">As the agent wrote it.</param>
/// <param name="Ascii">The address as machines write it, where that is not what one sees; null for plain letters.</param>
/// <param name="Resembles">A domain of the user's that this one can be taken for; null for none.</param>
/// <param name="IsHidden">The others do not see that it reaches them.</param>
/// <param name="IsNew">The account has not written to this address before.</param>
public sealed record PersonModel(
    string Role, string? Name, string Address, string? Ascii, bool IsOutside, bool IsOwn, string? Resembles, bool IsHidden, bool IsNew);

public sealed record FactModel(string Name, string Value);

/// <summary>How an action stands that was decided on.</summary>
/// <param name="Change">What the user can still change about it; null for nothing.</param>
public sealed record DecidedModel(string Heading, Mark Mark, string Text, ChangeModel? Change = null);

public sealed record ChangeModel(string Value, string Button);

public sealed record RecentModel(IReadOnlyList<RecentLine> Waiting, IReadOnlyList<RecentLine> Past);

/// <summary>An action in a list.</summary>
/// <param name="Path">Of its own page.</param>
/// <param name="Title">What kind of action.</param>
/// <param name="People">Addresses of those whom it reaches.</param>
/// <param name="Detail">What tells it from others, such as its subject; null for nothing.</param>
/// <param name="Standing">How it stands.</param>
/// <param name="IsNotice">It did not go as was meant.</param>
public sealed record RecentLine(string Path, string Title, IReadOnlyList<string> People, string? Detail, string Standing, bool IsNotice, string When);
