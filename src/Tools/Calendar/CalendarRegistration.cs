using Microsoft.Extensions.DependencyInjection;

namespace TokenVaultAgent.Tools.Calendar;

internal static class CalendarRegistration
{
    /// <summary>What <see cref="CalendarTools"/> needs, beside the providers, accounts and vault.</summary>
    public static IServiceCollection AddCalendar(this IServiceCollection services)
    {
        services.AddSingleton<ICalendarProvider, GoogleCalendar>();
        services.AddSingleton<ICalendarProvider, GraphCalendar>();
        services.AddSingleton<EventLister>();
        return services;
    }
}
