using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using TokenVaultAgent.Tools.Failures;

namespace TokenVaultAgent.AgentServer.Mcp;

/// <summary>
/// Calls whose parameters the SDK cannot read are the client's fault and not this server's. Where one argument is at fault, holding half
/// a character (a lone surrogate, which JSON can write and no text can hold), the call is refused by that argument's name.
/// </summary>
internal static class UnreadableCalls
{
    private const string HalfCharacter = "half a character";

    public static McpMessageHandler Refuse(McpMessageHandler next) => async (context, cancellationToken) =>
    {
        var request = context.JsonRpcMessage as JsonRpcRequest;
        try
        {
            await next(context, cancellationToken);
        }
        catch (JsonException)
        {
            throw new McpProtocolException($"The parameters are not those of {request?.Method ?? "this message"}.", McpErrorCode.InvalidParams);
        }
        catch (InvalidOperationException) when (Unreadable(request) is { } name)
        {
            ((JsonObject)request!.Params!["arguments"]!).Remove(name);
            context.Items[HalfCharacter] = name;
            await next(context, cancellationToken);
        }
    };

    /// <exception cref="ToolFailureException"><c>invalid_input</c>, where an argument was unreadable.</exception>
    public static void ThrowIfAny(RequestContext<CallToolRequestParams> context)
    {
        if (context.Items.TryGetValue(HalfCharacter, out var name))
            throw new ToolFailureException(ToolFailure.InvalidInput(
                (string)name!, "holds half of a character (a lone surrogate, \\uD800 to \\uDFFF)", $"\"{name}\": \"\\uD83C\\uDF75\", or the character itself"));
    }

    /// <summary>The first argument that cannot be read; null for none.</summary>
    private static string? Unreadable(JsonRpcRequest? request) =>
        (request?.Params?["arguments"] as JsonObject)?.FirstOrDefault(argument => !IsReadable(argument.Value)).Key;

    private static bool IsReadable(JsonNode? node) => node switch
    {
        JsonObject members => members.All(member => IsReadable(member.Value)),
        JsonArray items => items.All(IsReadable),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => IsReadable(value),
        _ => true,
    };

    private static bool IsReadable(JsonValue text)
    {
        try
        {
            _ = text.GetValue<string>();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
