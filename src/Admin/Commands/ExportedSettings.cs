using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration.UserSecrets;
using TokenVaultAgent.Admin.Failures;
using TokenVaultAgent.Admin.Files;
using TokenVaultAgent.Admin.Reports;
using TokenVaultAgent.AgentServer.Hosting;

namespace TokenVaultAgent.Admin.Commands;

/// <summary>Settings of the server, by key, secrets among them.</summary>
internal sealed record ExportedSettings(IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>A line each, as the environment has them.</summary>
    public string ToEnvironment() =>
        string.Concat(Settings.Select(setting => $"{setting.Key.Replace(":", "__", StringComparison.Ordinal)}={setting.Value}\n"));

    /// <summary>Where <c>dotnet user-secrets</c> keeps those of the server.</summary>
    public static string UserSecretsPath => PathHelper.GetSecretsPathFromSecretsId(typeof(McpOptions).Assembly.GetCustomAttribute<UserSecretsIdAttribute>()!.UserSecretsId);

    /// <summary>Adds them to the settings that are there already.</summary>
    /// <exception cref="AdminException">They cannot be read or written.</exception>
    public void WriteToUserSecrets(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var all = File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path))!.AsObject() : [];
            foreach (var (key, value) in Settings)
                all[key] = value;
            SecretFile.Write(path, all.ToJsonString(JsonReport.Indented), replace: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            throw new AdminException($"The user secrets at {path} cannot be written: {exception.Message}");
        }
    }

    public override string ToString() => $"[{Settings.Count} settings]";
}
