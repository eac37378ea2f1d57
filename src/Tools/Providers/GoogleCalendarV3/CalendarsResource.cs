using Google.Apis.Services;
using Google.Apis.Util;
using TokenVaultAgent.Tools.Providers.GoogleApis;

namespace TokenVaultAgent.Tools.Providers.GoogleCalendarV3;

internal sealed class CalendarsResource(IClientService service)
{
    /// <param name="calendarId">An id, or <c>primary</c>.</param>
    public GetRequest Get(string calendarId) => new(service, calendarId);

    internal sealed class GetRequest : CalendarBaseServiceRequest<Data.Calendar>
    {
        public GetRequest(IClientService service, string calendarId) : base(service)
        {
            CalendarId = calendarId;
            InitParameters();
        }

        [RequestParameter("calendarId", RequestParameterType.Path)]
        public string CalendarId { get; }

        public override string MethodName => "get";

        public override string HttpMethod => "GET";

        public override string RestPath => "calendars/{calendarId}";

        protected override void InitParameters()
        {
            base.InitParameters();
            RequestParameters.AddPath("calendarId");
        }
    }
}
