using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.AgentServer.Mcp;

/// <summary>
/// A tool as the SDK declares it, called without its binder: that makes the tool's object and looks at every parameter anew in each call, and
/// writes the result three times. The gate has looked at the arguments before (<see cref="ArgumentSchema"/>).
/// </summary>
internal sealed class DirectTool : DelegatingMcpServerTool
{
    private readonly Binder[] _parameters;
    private readonly MethodInvoker _method;
    private readonly object _target;
    private readonly Func<object?, HttpContext, ValueTask<CallToolResult>> _result;

    private delegate object? Binder(RequestContext<CallToolRequestParams> context, CancellationToken cancellationToken);

    private DirectTool(McpServerTool declared, MethodInfo method, object target) : base(declared)
    {
        _parameters = [.. method.GetParameters().Select(Bind)];
        _method = MethodInvoker.Create(method);
        _target = target;
        // An exception from a method that is not async would arrive wrapped.
        var result = method.IsDefined(typeof(AsyncStateMachineAttribute)) && method.ReturnType.GetGenericArguments() is [var type]
            ? type
            : throw new InvalidOperationException($"{method.Name} must be async and return a Task<T>.");
        _result = typeof(DirectTool).GetMethod(nameof(ResultOf), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(result)
            .CreateDelegate<Func<object?, HttpContext, ValueTask<CallToolResult>>>();
    }

    /// <summary>All tools of an assembly, each on one object for the life of the server.</summary>
    public static void AddAll(IServiceCollection services, Assembly assembly)
    {
        foreach (var type in assembly.GetTypes().Where(type => type.IsDefined(typeof(McpServerToolTypeAttribute))))
        {
            services.AddSingleton(type);
            foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance).Where(method => method.IsDefined(typeof(McpServerToolAttribute))))
                services.AddSingleton<McpServerTool>(provider => Of(method, provider.GetRequiredService(type), provider));
        }
    }

    private static DirectTool Of(MethodInfo method, object target, IServiceProvider services) => new(
        McpServerTool.Create(method, target, new McpServerToolCreateOptions { Services = services, SerializerOptions = ToolJson.Options }), method, target);

    public override ValueTask<CallToolResult> InvokeAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        var values = new object?[_parameters.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = _parameters[i](request, cancellationToken);
        return _result(_method.Invoke(_target, values.AsSpan()), request.Services!.GetRequiredService<IHttpContextAccessor>().HttpContext!);
    }

    private static Binder Bind(ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(CancellationToken))
            return (_, cancellationToken) => cancellationToken;
        if (parameter.ParameterType == typeof(Caller))
            return (context, _) => context.Services!.GetRequiredService<Caller>();
        var (name, absent) = (parameter.Name!, parameter.DefaultValue);
        var type = ToolJson.Options.GetTypeInfo(parameter.ParameterType);
        return (context, _) => context.Params!.Arguments!.TryGetValue(name, out var value) ? value.Deserialize(type) : absent;
    }

    private static async ValueTask<CallToolResult> ResultOf<T>(object? task, HttpContext request) =>
        WrittenResult.Of(await (Task<T>)task!, (JsonTypeInfo<T>)ToolJson.Options.GetTypeInfo(typeof(T)), request);
}
