using Google.Apis.Services;
using Google.Apis.Util;
using TokenVaultAgent.Tools.Providers.GoogleApis;

namespace TokenVaultAgent.Tools.Providers.GoogleCalendarV3;

internal sealed class EventsResource(IClientService service)
{
    /// <param name="calendarId">An id, or <c>primary</c>.</param>
    public ListRequest List(string calendarId) => new(service, calendarId);

    internal sealed class ListRequest : CalendarBaseServiceRequest<Data.Events>
    {
        public ListRequest(IClientService service, string calendarId) : base(service)
        {
            CalendarId = calendarId;
            InitParameters();
        }

        [RequestParameter("calendarId", RequestParameterType.Path)]
        public string CalendarId { get; }

        /// <summary>At most 2500; the server may answer fewer.</summary>
        [RequestParameter("maxResults", RequestParameterType.Query)]
        public int? MaxResults { get; set; }

        [RequestParameter("orderBy", RequestParameterType.Query)]
        public OrderByEnum? OrderBy { get; set; }

        [RequestParameter("pageToken", RequestParameterType.Query)]
        public string? PageToken { get; set; }

        /// <summary>Words to find in summary, description, location, people and other text.</summary>
        [RequestParameter("q", RequestParameterType.Query)]
        public string? Q { get; set; }

        /// <summary>Expands series into their instances.</summary>
        [RequestParameter("singleEvents", RequestParameterType.Query)]
        public bool? SingleEvents { get; set; }

        /// <summary>Exclusive upper bound of an event's start.</summary>
        [RequestParameter("timeMax", RequestParameterType.Query)]
        public string? TimeMaxRaw { get; private set; }

        public DateTimeOffset? TimeMaxDateTimeOffset
        {
            set => TimeMaxRaw = value is { } time ? Utilities.GetStringFromDateTimeOffset(time) : null;
        }

        /// <summary>Exclusive lower bound of an event's end.</summary>
        [RequestParameter("timeMin", RequestParameterType.Query)]
        public string? TimeMinRaw { get; private set; }

        public DateTimeOffset? TimeMinDateTimeOffset
        {
            set => TimeMinRaw = value is { } time ? Utilities.GetStringFromDateTimeOffset(time) : null;
        }

        public override string MethodName => "list";

        public override string HttpMethod => "GET";

        public override string RestPath => "calendars/{calendarId}/events";

        protected override void InitParameters()
        {
            base.InitParameters();
            RequestParameters.AddPath("calendarId");
            RequestParameters.AddQuery(
                "maxResults", "orderBy", "pageToken", "q", "singleEvents", "timeMax", "timeMin");
        }

        internal enum OrderByEnum
        {
            [StringValue("startTime")] StartTime,
            [StringValue("updated")] Updated,
        }
    }
}
