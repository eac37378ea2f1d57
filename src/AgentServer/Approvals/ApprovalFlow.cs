namespace TokenVaultAgent.AgentServer.Approvals;

/// <summary>A user has pressed Approve in this browser and is about to prove presence by one login, which carries it on.</summary>
/// <param name="Session">In which it was pressed; it is nothing any more once that is ended.</param>
internal sealed record ApprovalFlow(string LinkId, string Session)
{
    private const string LinkItem = "approve";
    private const string SessionItem = "approve_session";

    /// <summary>For the state of the login.</summary>
    public Dictionary<string, string?> ToItems() => new() { [LinkItem] = LinkId, [SessionItem] = Session };

    /// <summary>Takes it out of what a login brought back; null for any other login.</summary>
    public static ApprovalFlow? Take(IDictionary<string, string?> items) =>
        items.Remove(LinkItem, out var link) && items.Remove(SessionItem, out var session) ? new ApprovalFlow(link!, session!) : null;
}
