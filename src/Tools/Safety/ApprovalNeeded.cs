using TokenVaultAgent.Tools.Links;

namespace TokenVaultAgent.Tools.Safety;

/// <summary>An action that the user must approve.</summary>
/// <param name="Digest">Of the resolved action.</param>
/// <param name="Summary">An <see cref="ActionSummary"/>, encrypted: for the page and the phone alone.</param>
/// <param name="Question">What the user is asked (<see cref="ActionSummary.Question"/>).</param>
internal sealed record ApprovalNeeded(string Tool, string AccountId, string Digest, string Summary, string Question)
    : DecisionNeeded(DecisionKind.Approve, null, null, null, [])
{
    /// <summary>The summary with what is looked up for the user to judge by: asked for where the question is put, and nowhere else. Null for nothing to add.</summary>
    public Func<CancellationToken, Task<string>>? AnnotateAsync { get; init; }

    public override IReadOnlyList<string?> Marks => [Tool, AccountId, Digest];

    public override Approval RecordFor(string owner, string linkId) =>
        new() { Id = linkId, Owner = owner, Tool = Tool, AccountId = AccountId, Digest = Digest, Summary = Summary, AskedBy = AskedBy };
}
