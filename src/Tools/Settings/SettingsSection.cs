using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace TokenVaultAgent.Tools.Settings;

/// <summary>One section of the settings, and the options that it is read into.</summary>
internal sealed class SettingsSection(IConfigurationSection section, Type options, Func<IServiceProvider, object> read)
{
    /// <summary>Every fault of the section, each with its key. What cannot be read at all comes before what is wrong with it.</summary>
    public IReadOnlyList<string> Faults(IServiceProvider services)
    {
        string[] unreadable = [.. SettingFaults.OfConfiguration(section, options)];
        if (unreadable.Length > 0)
            return unreadable;
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
