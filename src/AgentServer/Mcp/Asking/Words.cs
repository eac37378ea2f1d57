using TokenVaultAgent.AgentServer.Connections;
using TokenVaultAgent.Tools.Accounts.Consent;
using TokenVaultAgent.Tools.Failures;

namespace TokenVaultAgent.AgentServer.Mcp.Asking;

/// <summary>What an agent reads where its user must act.</summary>
internal static class Words
{
    public static ToolFailure Asking(ToolFailure failure, ConsentLink link, PageAddresses pages) => failure with
    {
        Hint = "Give the user this link, which works for them alone and for some minutes; when they are done, repeat the call.",
        Url = pages.Of(link),
    };

    public static ToolFailure Waiting(ConsentLink link, PageAddresses pages) => new(
        link.Kind == ConsentKind.Connect ? FailureCode.ConnectRequired : FailureCode.ApprovalRequired,
        "The user has not decided yet.",
        "Give the user this link, which works for them alone and for some minutes; when they are done, repeat the call.")
    {
        Url = pages.Of(link),
    };

    public static ToolFailure TooLate() => new(
        FailureCode.ApprovalRequired, "The user was asked on the phone and did not answer in time.",
        "Nothing was done. Tell the user; repeat the call to ask again when they have the phone at hand.");

    public static ToolFailure Refused(ToolFailure failure, ConsentLink link) => link.Kind == ConsentKind.Approve ? Denied(link) : Declined(failure);

    private static ToolFailure Declined(ToolFailure failure) => failure with
    {
        Message = $"{failure.Message} The user was asked a moment ago and declined.",
        Hint = "Go on without it, and do not ask again unless the user brings it up; they can still agree on the page.",
    };

    private static ToolFailure Denied(ConsentLink link) => new(
        FailureCode.ApprovalDenied,
        link.State == ConsentState.Reported ? "The user reported that they did not want this." : "The user did not approve this.",
        "Do not try it again, in these or other words, unless the user brings it up: what this tool does with this account is not put to them for a while.");
}
