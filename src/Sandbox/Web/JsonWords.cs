using System.Text.Json;

namespace TokenVaultAgent.Sandbox.Web;

/// <summary>What is wrong with a JSON file, for whoever wrote it.</summary>
public static class JsonWords
{
    /// <summary>Without the names of types, and without the path, which is said beside it.</summary>
    public static string Of(JsonException exception)
    {
        if (exception.Message.Contains("could not be mapped", StringComparison.Ordinal))
            return $"{exception.Path?[(exception.Path.LastIndexOf('.') + 1)..]} is no field that belongs there.";
        if (exception.Message.Contains("missing required", StringComparison.Ordinal))
            return $"{exception.Message[(exception.Message.LastIndexOf(": ", StringComparison.Ordinal) + 2)..].TrimEnd('.')} must be there.";
        if (exception.Message.Contains("could not be converted", StringComparison.Ordinal))
            return "its value is not one that belongs there.";
        var end = exception.Message.IndexOf(" Path: ", StringComparison.Ordinal);
        return end < 0 ? exception.Message : exception.Message[..end];
    }
}
