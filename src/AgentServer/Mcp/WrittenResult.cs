using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace TokenVaultAgent.AgentServer.Mcp;

/// <summary>
/// A result that is written once: as structured content and, the same bytes in quotes, as the text that the specification recommends beside it for
/// clients that know no other. The SDK would write, read and write it again for each, which was a quarter of a call (docs/benchmarks.md), and its
/// serializer takes no JSON as it is: the bytes wait with the request, and take the place of a mark as the answer leaves.
/// </summary>
internal sealed class WrittenResult
{
    private const string Mark = "token-vault-agent/written";

    private static readonly byte[] MarkInAnswer = Encoding.UTF8.GetBytes($"\"{Mark}\":true");

    /// <summary>Members of the result, comma and all.</summary>
    private readonly ReadOnlyMemory<byte> _members;

    /// <summary>What the SDK has of it.</summary>
    private readonly CallToolResult _empty = new() { Content = [] };

    private WrittenResult(ReadOnlyMemory<byte> members) => _members = members;

    /// <summary>Whether it has taken the mark's place.</summary>
    public bool IsSent { get; private set; }

    /// <summary>The result of the request's call.</summary>
    public static CallToolResult Of<T>(T result, JsonTypeInfo<T> type, HttpContext request)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(result, type);
        var written = new WrittenResult(Members(json));
        request.Features.Set(written);
        return written._empty;
    }

    /// <summary>Outside everything that may replace the outcome.</summary>
    public static McpRequestHandler<CallToolRequestParams, CallToolResult> Keep(McpRequestHandler<CallToolRequestParams, CallToolResult> next) =>
        async (context, cancellationToken) =>
        {
            CallToolResult? result = null;
            try
            {
                return result = await next(context, cancellationToken);
            }
            finally
            {
                var features = context.Services!.GetRequiredService<IHttpContextAccessor>().HttpContext!.Features;
                if (features.Get<WrittenResult>() is { } written && !ReferenceEquals(written._empty, result))
                    features.Set<WrittenResult>(null);
            }
        };

    /// <summary>Marks the answer, the only one of its request.</summary>
    public static McpMessageHandler Announce(McpMessageHandler next) => (context, cancellationToken) =>
    {
        if (context.JsonRpcMessage is JsonRpcResponse { Result: JsonObject result }
            && context.Services?.GetService<IHttpContextAccessor>()?.HttpContext?.Features.Get<WrittenResult>() is not null)
        {
            result.Remove("content");
            result[Mark] = true;
        }

        return next(context, cancellationToken);
    };

    /// <summary>What is to be sent for bytes of an answer: where the mark is, the result.</summary>
    /// <param name="rented">To be given back once it is sent; null where it is <paramref name="bytes"/> itself.</param>
    public ReadOnlyMemory<byte> Fill(ReadOnlyMemory<byte> bytes, out byte[]? rented)
    {
        rented = null;
        var at = IsSent ? -1 : bytes.Span.IndexOf(MarkInAnswer);
        if (at < 0)
            return bytes;
        IsSent = true;
        var length = bytes.Length - MarkInAnswer.Length + _members.Length;
        rented = ArrayPool<byte>.Shared.Rent(length);
        bytes.Span[..at].CopyTo(rented);
        _members.Span.CopyTo(rented.AsSpan(at));
        bytes.Span[(at + MarkInAnswer.Length)..].CopyTo(rented.AsSpan(at + _members.Length));
        return rented.AsMemory(0, length);
    }

    private static ReadOnlyMemory<byte> Members(byte[] json)
    {
        var members = new ArrayBufferWriter<byte>((2 * json.Length) + (json.Length / 4) + 64);
        members.Write("\"content\":[{\"type\":\"text\",\"text\":"u8);
        using (var text = new Utf8JsonWriter(members, new JsonWriterOptions { Encoder = ToolJson.Options.Encoder }))
            text.WriteStringValue(json);
        members.Write("}],\"structuredContent\":"u8);
        members.Write(json);
        return members.WrittenMemory;
    }
}
