using TokenVaultAgent.Tools.Failures;

namespace TokenVaultAgent.Tools.Mail.Sending;

/// <summary>What an agent is told of a send that is not simply sent or refused.</summary>
internal static class SendFailures
{
    public static ToolFailureException Changed() => new(new ToolFailure(
        FailureCode.Conflict,
        "Somebody changed the draft before it was sent; this server sent nothing, and the draft is left in the user's Drafts.",
        "Tell the user. Repeating the call makes a new draft of the mail as it was meant."));

    public static ToolFailureException Unknown(SendRecord record) => new(new ToolFailure(
        FailureCode.OutcomeUnknown,
        "The mail was handed to the provider, whose answer was lost; whether it went out cannot be told yet.",
        $"Do not send it again. Repeat this call unchanged, with idempotency_key {record.IdempotencyKey}, in a minute: it looks again. It sends the "
        + $"mail only when it is certain that it did not go out, which takes {MailSender.ProviderMayTake.TotalMinutes} minutes.")
    {
        RetryAfterSeconds = 60,
    });

    public static ToolFailureException OtherMail() => new(new ToolFailure(
        FailureCode.Conflict,
        "idempotency_key was used before for a mail with other recipients, subject or body.",
        "Use a new idempotency_key for a new mail; repeat the first mail unchanged to learn its outcome."));

    public static ToolFailureException UnderWay() => new(new ToolFailure(
        FailureCode.Conflict,
        "Another call with this idempotency_key is sending the mail right now.",
        "Repeat the call with the same idempotency_key in a few seconds to learn its outcome.")
    { RetryAfterSeconds = 5 });
}
