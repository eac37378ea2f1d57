using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using ModelContextProtocol.Client;
using TokenVaultAgent.Evals.Running;
using TokenVaultAgent.Evals.Scenarios;

namespace TokenVaultAgent.Evals.Agents;

/// <summary>
/// A model that Semantic Kernel's function calling drives: the server's tools are kernel functions, the scenario's prompts are what the user
/// says. Where it gives the user a link, the user opens it and says so.
/// </summary>
/// <param name="http">To the model's endpoint; disposed of with the agent.</param>
internal sealed partial class ModelAgent(ModelOptions options, HttpClient http) : IAgent, IDisposable
{
    private const int MostLinks = 6;

    private const string Instructions =
        "You act for the user with the tools that you have. When a tool asks you to show the user a link, give it to them in your answer and wait for theirs. "
        + "Do what the user asks and nothing else; tell them briefly what came of it.";

    public string Name => options.Model;

    public async Task RunAsync(Scenario scenario, AgentSession session, CancellationToken cancellationToken)
    {
        var builder = Kernel.CreateBuilder();
        builder.AddOpenAIChatCompletion(options.Model, options.Endpoint, options.Key, httpClient: http);
        var kernel = builder.Build();
        kernel.Plugins.AddFromFunctions("server", (await session.ToolsAsync(cancellationToken)).Select(tool => Function(tool, session)));
        var settings = new OpenAIPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(), Temperature = 0 };
        var chat = kernel.GetRequiredService<IChatCompletionService>();
        var history = new ChatHistory(Instructions);
        foreach (var prompt in scenario.Prompts)
        {
            history.AddUserMessage(prompt);
            for (var links = 0; links <= MostLinks; links++)
            {
                var answer = await AnswerAsync(chat, history, settings, kernel, cancellationToken);
                session.Transcript.Say("agent", answer);
                if (Link().Match(answer) is not { Success: true } link)
                    break;
                await session.GiveLinkAsync(new Uri(link.Value), cancellationToken);
                history.AddUserMessage("I have been to the page.");
            }
        }
    }

    public void Dispose() => http.Dispose();

    /// <exception cref="ModelException">The endpoint does not answer as one of its kind.</exception>
    private async Task<string> AnswerAsync(
        IChatCompletionService chat, ChatHistory history, OpenAIPromptExecutionSettings settings, Kernel kernel, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await chat.GetChatMessageContentAsync(history, settings, kernel, cancellationToken);
            history.Add(answer);
            return answer.Content ?? "";
        }
        catch (HttpOperationException exception)
        {
            throw new ModelException($"{options.Endpoint} answered {(exception.StatusCode is { } status ? $"{(int)status}" : "with nothing")}: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentOutOfRangeException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ModelException($"{options.Endpoint} answered with something that is no chat completion: {exception.Message}", exception);
        }
    }

    /// <summary>With the schema that the server gives it; what it answers, failures too, goes back to the model.</summary>
    private static KernelFunction Function(McpClientTool tool, AgentSession session)
    {
        var schema = tool.JsonSchema;
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(n => n.GetString()!).ToHashSet() : [];
        return KernelFunctionFactory.CreateFromMethod(
            async (KernelArguments arguments, CancellationToken cancellationToken) =>
            {
                var given = arguments.Where(a => a.Value is not null).ToDictionary(a => a.Key, a => JsonSerializer.SerializeToElement(a.Value));
                return (await session.CallAsync(tool.Name, given, cancellationToken)).Answer.GetRawText();
            },
            tool.Name,
            tool.Description,
            schema.GetProperty("properties").EnumerateObject().Select(property => new KernelParameterMetadata(property.Name)
            {
                Description = property.Value.TryGetProperty("description", out var description) ? description.GetString() : null,
                IsRequired = required.Contains(property.Name),
                Schema = KernelJsonSchema.Parse(property.Value.GetRawText()),
            }));
    }

    [GeneratedRegex(@"https?://(127\.0\.0\.1|localhost):\d+/(connect|approve|disconnect)/[\w-]+")]
    private static partial Regex Link();
}

/// <param name="Endpoint">Of an OpenAI-compatible API, with its version: <c>https://api.openai.com/v1</c>, <c>https://api.anthropic.com/v1/</c>.</param>
internal sealed record ModelOptions(string Model, Uri Endpoint, string Key)
{
    public override string ToString() => $"{Model} at {Endpoint}";
}

/// <summary>The model cannot be asked; the message says why.</summary>
internal sealed class ModelException(string message, Exception inner) : Exception(message, inner);
