using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace TokenVaultAgent.Tools.Settings;

/// <summary>One section of the settings, and the options that it is read into.</summary>
internal sealed class SettingsSection(IConfigurationSection section, Type options, Func<IServiceProvider, object> read)
{
    /// <summary>Every fault of the section, each with its key. What cannot be read at all comes before what is wrong with the rest.</summary>
    public IReadOnlyList<string> Faults(IServiceProvider services)
    {
        var unreadable = SettingFaults.OfConfiguration(section, options).ToList();
        return
        [
            .. unreadable.Select(u => $"{u.Path} {u.Fault}"),
            // Of what could not be read it would say that it is missing.
            .. FaultsOfRest(services).Where(fault => !unreadable.Exists(u => fault.StartsWith(u.Path, StringComparison.OrdinalIgnoreCase))),
        ];
    }

    /// <summary>The section without what cannot be read: the start ends with those faults, and the rest can be judged all the same.</summary>
    public static IConfiguration Readable(IConfigurationSection section, Type options)
    {
        var unreadable = SettingFaults.OfConfiguration(section, options).Select(u => u.Path).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return unreadable.Count == 0
            ? section
            : new ConfigurationBuilder().AddInMemoryCollection(section.AsEnumerable().Where(setting => !unreadable.Contains(setting.Key))).Build().GetSection(section.Path);
    }

    private IReadOnlyList<string> FaultsOfRest(IServiceProvider services)
    {
        try
        {
            read(services);
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return [.. exception.Failures];
        }
    }
}
