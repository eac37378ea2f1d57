using Microsoft.ML.Tokenizers;
using TokenVaultAgent.Evals.Running;

namespace TokenVaultAgent.Evals.Grading;

/// <summary>What a model reads and writes of a run's calls, in tokens of <c>o200k_base</c>; the list of tools comes on top, once.</summary>
internal static class Tokens
{
    private static readonly TiktokenTokenizer Tokenizer = TiktokenTokenizer.CreateForEncoding("o200k_base");

    public static int Of(RunRecord run) => run.Transcript.Calls.Sum(call => Of(call.Tool) + Of(call.Arguments.GetRawText()) + Of(call.Answer.GetRawText()));

    public static int Of(string text) => Tokenizer.CountTokens(text);
}
