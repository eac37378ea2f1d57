using Google.Apis.Discovery;

namespace TokenVaultAgent.Tools.Providers.GoogleApis;

/// <summary>Declares parameters as the generated packages do; the runtime refuses one that is not declared.</summary>
internal static class GoogleParameters
{
    public static void AddPath(this IDictionary<string, IParameter> parameters, string name) =>
        parameters.Add(name, new Parameter { Name = name, IsRequired = true, ParameterType = "path" });

    public static void AddQuery(this IDictionary<string, IParameter> parameters, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            parameters.Add(name, new Parameter { Name = name, IsRequired = false, ParameterType = "query" });
    }
}
