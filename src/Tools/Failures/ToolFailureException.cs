namespace TokenVaultAgent.Tools.Failures;

/// <summary>Ends a tool call with a <see cref="ToolFailure"/>. One filter in the server turns it into the tool's result.</summary>
internal sealed class ToolFailureException : Exception
{
    public ToolFailureException(ToolFailure failure) : base(failure.Message) => Failure = failure;

    public ToolFailureException(ToolFailure failure, Exception innerException) : base(failure.Message, innerException) => Failure = failure;

    public ToolFailure Failure { get; }
}
