using System.Text.Json.Serialization;

namespace TokenVaultAgent.Tools.Safety;

/// <summary>Exactly what a call would do, with everything decided that the arguments leave open. An approval is for this and nothing else.</summary>
/// <param name="Tool">Its name.</param>
/// <param name="AccountId">The account that it is done with.</param>
/// <param name="Digest">SHA-256, in hex, over all that anyone concerned would notice.</param>
/// <param name="Summary">The same for the user to read.</param>
internal sealed record ResolvedAction(string Tool, string AccountId, string Digest, ActionSummary Summary)
{
    /// <summary>Adds to the summary what the user should know and the action does not say, once, when it is put to them; null for nothing.</summary>
    public Func<ActionSummary, CancellationToken, Task<ActionSummary>>? Annotate { get; init; }

    /// <summary>Content and addresses are not for logs.</summary>
    public override string ToString() => $"[{Tool}]";
}

/// <summary>An action as its page shows it. Nothing of it is cut or interpreted.</summary>
/// <param name="Title">What is done, for example "Send a mail".</param>
/// <param name="Account">The address of the account.</param>
/// <param name="People">Whom it reaches.</param>
/// <param name="Facts">Short values, such as a subject or a time.</param>
/// <param name="Text">The long one; null where there is none.</param>
/// <param name="Question">What the user is asked, with what tells this action from others; null for the title as a question.</param>
/// <param name="Button">What the button says that has it done; null for "Approve".</param>
/// <param name="Done">What is said of it once it is done; null for "Done".</param>
internal sealed record ActionSummary(
    string Title, string Account, IReadOnlyList<ActionPerson> People, IReadOnlyList<ActionFact> Facts, string? Text,
    string? Question = null, string? Button = null, string? Done = null)
{
    /// <summary>The question to the user.</summary>
    [JsonIgnore]
    public string Asked => Question ?? $"{Title}?";

    public override string ToString() => $"[{Title}]";
}

/// <param name="Role">For example "To", "Bcc", "Guest".</param>
/// <param name="Name">As the agent wrote it; null where it gave none.</param>
/// <param name="IsOutside">Not of the account's own organisation.</param>
/// <param name="IsOwn">One of the user's own accounts.</param>
/// <param name="Resembles">A domain of the user's that this one can be taken for; null for none.</param>
/// <param name="IsNew">The account has sent nothing to this address before; false where that is not known.</param>
internal sealed record ActionPerson(
    string Role, string? Name, string Address, bool IsOutside, bool IsOwn = false, string? Resembles = null, bool IsNew = false);

internal sealed record ActionFact(string Name, string Value);
