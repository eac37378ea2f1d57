using TokenVaultAgent.AgentServer.Approvals.Views;

namespace TokenVaultAgent.AgentServer.Connections.Views;

/// <summary>A line of what an account may be used for.</summary>
/// <param name="IsNew">Not granted so far.</param>
public sealed record AccessLine(string Title, bool IsNew);

/// <summary>A button.</summary>
public sealed record Choice(string Value, string Label);

/// <param name="Address">The account that is meant; null for a new one.</param>
/// <param name="IsMore">The account is connected, and more is asked for.</param>
/// <param name="Access">What was shown, to be sent back with the decision.</param>
/// <param name="Typed">The address that was not accepted.</param>
/// <param name="Asker">Null where the user asks, on the list of accounts.</param>
/// <param name="Providers">Where one signs in, for example "Google or Microsoft".</param>
/// <param name="ShowsMail">It is about sending, and the policy has each mail approved.</param>
/// <param name="AsksAddress">There is an account at this connection already; another can only be told from it by its address.</param>
public sealed record ConnectModel(
    string Heading, string? Email, string? Address, bool IsMore, IReadOnlyList<AccessLine> Lines, string Access, bool AsksAddress,
    IReadOnlyList<Choice> Choices, AskerModel? Asker, string Providers, bool ShowsMail, string? Typed, string? Fault);

/// <param name="Address">Null where it could not be established whose account it is.</param>
/// <param name="Asked">The address that was asked for, where it is another.</param>
public sealed record GrantedModel(
    Guid Id, string Connection, string? Address, string Provider, string? Asked, IReadOnlyList<string> Granted, IReadOnlyList<string> Missing, string AccountsPath);

/// <param name="Unknown">Accounts of which it is not known which they are.</param>
/// <param name="Done">What was just done; null for nothing.</param>
public sealed record AccountsModel(
    string? Email, IReadOnlyList<AccountModel> Accounts, IReadOnlyList<UnknownAccountModel> Unknown, IReadOnlyList<Choice> Connections, RecentModel Recent, string? Done);

/// <param name="Granted">Titles.</param>
/// <param name="More">The words of the button that grants more, or connects again; null where there is nothing to grant.</param>
/// <param name="LastUsed">Null for never.</param>
/// <param name="Note">What came of a check.</param>
public sealed record AccountModel(
    Guid Id, string Address, string Connection, string Provider, bool IsDefault, bool IsStale, IReadOnlyList<string> Granted, string? More,
    string Connected, string? LastUsed, NoteModel? Note);

/// <param name="Note">What came of an address that was given for it.</param>
public sealed record UnknownAccountModel(Guid Id, string Provider, NoteModel? Note);

public sealed record NoteModel(bool IsGood, string Text);
