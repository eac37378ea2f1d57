using TokenVaultAgent.Evals.Scenarios;

namespace TokenVaultAgent.Evals.Agents;

/// <summary>Where a model's answers come from: its endpoint, the endpoint while they are recorded, or a recording.</summary>
/// <param name="Record">A folder to record into; null for none.</param>
/// <param name="Replay">A folder to replay from; null for none.</param>
internal sealed record ModelSource(ModelOptions Options, string? Record, string? Replay)
{
    public const string KeyVariable = "EVALS_API_KEY";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(100);

    /// <exception cref="InvalidDataException">Something that the model cannot be asked without is missing.</exception>
    public static ModelSource From(string? model, string? endpoint, string? record, string? replay)
    {
        if (replay is not null)
            return Directory.Exists(replay)
                ? new ModelSource(new ModelOptions(model ?? "replayed", new Uri("http://127.0.0.1:9/"), "none"), null, replay)
                : throw new InvalidDataException($"--replay {replay} is no folder.");
        if (model is null)
            throw new InvalidDataException("--agent model needs --model, for example --model gpt-5.");
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var url))
            throw new InvalidDataException("--agent model needs --endpoint with the address of an OpenAI-compatible API, for example --endpoint https://api.openai.com/v1.");
        return Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key
            ? new ModelSource(new ModelOptions(model, url, key), record, null)
            : throw new InvalidDataException($"--agent model needs the endpoint's key in the environment variable {KeyVariable}.");
    }

    /// <summary>For one run; each repeat has a recording of its own.</summary>
    public HttpClient Client(Scenario scenario, int repeat) => new(Handler(repeat == 1 ? scenario.Id : $"{scenario.Id}-{repeat}")) { Timeout = Longest };

    private HttpMessageHandler Handler(string run) =>
        Replay is not null ? new Recordings(Path.Combine(Replay, run), null)
        : Record is not null ? new Recordings(Path.Combine(Record, run), new SocketsHttpHandler())
        : new SocketsHttpHandler();
}
