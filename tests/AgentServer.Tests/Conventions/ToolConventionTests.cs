using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;
using TokenVaultAgent.Tools.Safety;

namespace TokenVaultAgent.AgentServer.Tests.Conventions;

/// <summary>What every tool must declare, read from what the server offers.</summary>
public sealed class ToolConventionTests(RunningProduct fixture) : IClassFixture<RunningProduct>
{
    private const int MaxDescription = 400;

    public static TheoryData<string> Names => [.. ToolMethods().Select(method => method.GetCustomAttribute<McpServerToolAttribute>()!.Name!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_tool_declares_all_that_a_client_needs_to_judge_it(string name)
    {
        var tool = Tool(name).ProtocolTool;

        Assert.Matches("^[a-z]+(_[a-z]+)+$", name);
        Assert.False(string.IsNullOrWhiteSpace(tool.Title));
        Assert.InRange(tool.Description!.Length, 20, MaxDescription);
        Assert.NotNull(tool.Annotations?.ReadOnlyHint);
        Assert.NotNull(tool.Annotations.DestructiveHint);
        Assert.NotNull(tool.Annotations.IdempotentHint);
        Assert.NotNull(tool.Annotations.OpenWorldHint);
        Assert.Equal(JsonValueKind.Object, tool.OutputSchema!.Value.ValueKind);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_tool_names_its_scopes_or_that_it_needs_none(string name)
    {
        var scopes = Tool(name).Metadata.OfType<RequiresScopeAttribute>().Select(a => a.Scope).ToList();

        Assert.True(scopes.Count > 0 ^ Tool(name).Metadata.OfType<RequiresNoScopeAttribute>().Any());
        Assert.All(scopes, scope => Assert.Contains(scope, Scopes.All));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Arguments_are_in_snake_case_and_none_is_the_servers_own(string name)
    {
        var schema = Tool(name).ProtocolTool.InputSchema;

        var arguments = schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().Select(p => p.Name) : [];

        Assert.All(arguments, argument => Assert.Matches("^[a-z]+(_[a-z]+)*$", argument));
        Assert.DoesNotContain("caller", arguments);
    }

    /// <summary>Nulls are left out of results, and strict clients check results against the schema.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void What_a_result_may_leave_out_is_not_required(string name)
    {
        var required = RequiredNullables(Tool(name).ProtocolTool.OutputSchema!.Value, name).ToList();

        Assert.Empty(required);
    }

    [Fact]
    public void A_tool_that_only_reads_is_not_destructive()
    {
        Assert.All(
            fixture.Product.AgentServices.GetServices<McpServerTool>().Select(t => t.ProtocolTool.Annotations!).Where(a => a.ReadOnlyHint is true),
            annotations => Assert.False(annotations.DestructiveHint));
    }

    private static IEnumerable<string> RequiredNullables(JsonElement schema, string path)
    {
        if (schema.ValueKind != JsonValueKind.Object)
            yield break;
        if (schema.TryGetProperty("items", out var items))
            foreach (var found in RequiredNullables(items, path + "[]"))
                yield return found;
        if (!schema.TryGetProperty("properties", out var properties))
            yield break;
        var alternatives = schema.TryGetProperty("anyOf", out var anyOf) ? anyOf.EnumerateArray().Append(schema) : [schema];
        var required = alternatives.Where(s => s.TryGetProperty("required", out _))
            .SelectMany(s => s.GetProperty("required").EnumerateArray().Select(n => n.GetString())).ToHashSet();
        foreach (var property in properties.EnumerateObject())
        {
            if (required.Contains(property.Name) && IsNullable(property.Value))
                yield return $"{path}.{property.Name}";
            foreach (var found in RequiredNullables(property.Value, $"{path}.{property.Name}"))
                yield return found;
        }
    }

    private static bool IsNullable(JsonElement schema) =>
        (schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.Array && type.EnumerateArray().Any(t => t.GetString() == "null"))
        || (schema.TryGetProperty("enum", out var values) && values.EnumerateArray().Any(v => v.ValueKind == JsonValueKind.Null));

    private McpServerTool Tool(string name) =>
        fixture.Product.AgentServices.GetServices<McpServerTool>().Single(tool => tool.ProtocolTool.Name == name);

    private static IEnumerable<MethodInfo> ToolMethods() => typeof(Scopes).Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<McpServerToolTypeAttribute>() is not null)
        .SelectMany(type => type.GetMethods())
        .Where(method => method.GetCustomAttribute<McpServerToolAttribute>() is not null);
}
