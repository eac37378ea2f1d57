using System.Text.Json;

namespace TokenVaultAgent.Evals.Running;

/// <summary>What happened between user, agent and server, in order.</summary>
internal sealed class Transcript
{
    private readonly List<Entry> _entries = [];

    public IReadOnlyList<Entry> Entries => _entries;

    public IEnumerable<ToolCall> Calls => _entries.Select(e => e.Call).OfType<ToolCall>();

    public void Say(string who, string text) => _entries.Add(new Entry(who, text, null));

    public void Add(ToolCall call) => _entries.Add(new Entry("agent", $"calls {call.Tool}", call));
}

/// <param name="Who"><c>user</c>, <c>agent</c> or <c>person</c>, who acts on pages.</param>
internal sealed record Entry(string Who, string Text, ToolCall? Call);

/// <summary>One call of a tool and its answer.</summary>
/// <param name="Answer">The structured content; of an error of the protocol, <c>{"error": …}</c>.</param>
internal sealed record ToolCall(string Tool, JsonElement Arguments, JsonElement Answer, bool IsError)
{
    /// <summary>Of a failure; null otherwise.</summary>
    public string? Code => IsError && Answer.TryGetProperty("code", out var code) ? code.GetString() : null;

    /// <summary>The page that the user is to open; null for none.</summary>
    public Uri? Link => IsError && Answer.TryGetProperty("url", out var url) ? new Uri(url.GetString()!) : null;
}
