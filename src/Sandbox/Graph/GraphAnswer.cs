using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Graph;

/// <summary>What a method answers: a status with JSON, with text, or with nothing.</summary>
internal sealed record GraphAnswer(int Status, JsonObject? Json = null, string? Text = null)
{
    public static readonly GraphAnswer NoContent = new(204);

    public static readonly GraphAnswer Accepted = new(202);

    public static GraphAnswer Created(JsonObject json) => new(201, json);

    public static implicit operator GraphAnswer(JsonObject json) => new(200, json);
}
