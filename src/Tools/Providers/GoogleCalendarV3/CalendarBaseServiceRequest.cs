using Google.Apis.Requests;
using Google.Apis.Services;
using Google.Apis.Util;
using TokenVaultAgent.Tools.Providers.GoogleApis;

namespace TokenVaultAgent.Tools.Providers.GoogleCalendarV3;

/// <summary>What every request of the Calendar API has.</summary>
internal abstract class CalendarBaseServiceRequest<TResponse>(IClientService service) : ClientServiceRequest<TResponse>(service)
{
    /// <summary>Which fields the answer should hold.</summary>
    [RequestParameter("fields", RequestParameterType.Query)]
    public string? Fields { get; set; }

    [RequestParameter("prettyPrint", RequestParameterType.Query)]
    public bool? PrettyPrint { get; set; } = false;

    protected override void InitParameters()
    {
        base.InitParameters();
        RequestParameters.AddQuery("fields", "prettyPrint");
    }
}
