using TokenVaultAgent.AgentServer.Pages;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Links;

namespace TokenVaultAgent.AgentServer.Mcp.Asking;

/// <summary>What an agent reads where its user must act.</summary>
internal static class Words
{
    /// <summary>The main road: most clients open no links themselves. The link comes last in the text, after these words.</summary>
    private const string ShowTheLink =
        "Show the user this link, unchanged: it opens a page where they decide, works for them alone and for some minutes. When they say that they are done, repeat the same call:";

    /// <summary>What a client that opens links shows its user beside this one.</summary>
    public static string ForUser(DecisionLink link) => link.Kind switch
    {
        DecisionKind.Connect => $"To go on, connect {(link.Provider is { } provider ? $"your {provider} account" : "an account")} on this page.",
        DecisionKind.Disconnect => "Confirm on this page that the account is to be disconnected.",
        _ => "See on this page what would be done in your name, and approve or refuse it.",
    };

    public static ToolFailure Asking(ToolFailure failure, DecisionLink link, PageAddresses pages) => failure with
    {
        Hint = ShowTheLink,
        Url = pages.Of(link),
    };

    public static ToolFailure Waiting(DecisionLink link, PageAddresses pages) => new(
        link.Kind == DecisionKind.Connect ? FailureCode.ConnectRequired : FailureCode.ApprovalRequired,
        "The user has not decided yet.",
        ShowTheLink)
    {
        Url = pages.Of(link),
    };

    public static ToolFailure TooLate() => new(
        FailureCode.ApprovalRequired, "The user was asked on the phone and did not answer in time.",
        "Nothing was done. Tell the user; repeat the call to ask again when they have the phone at hand.");

    public static ToolFailure Refused(ToolFailure failure, DecisionLink link) => link.Kind == DecisionKind.Approve ? Denied(link) : Declined(failure);

    private static ToolFailure Declined(ToolFailure failure) => failure with
    {
        Message = $"{failure.Message} The user was asked a moment ago and declined.",
        Hint = "Go on without it, and do not ask again unless the user brings it up; they can still agree on the page.",
    };

    private static ToolFailure Denied(DecisionLink link) => new(
        FailureCode.ApprovalDenied,
        link.State == DecisionState.Reported ? "The user reported that they did not want this." : "The user did not approve this.",
        "Do not try it again, in these or other words, unless the user brings it up: what this tool does with this account is not put to them for a while.");
}
