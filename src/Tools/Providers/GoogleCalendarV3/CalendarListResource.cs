using Google.Apis.Services;
using Google.Apis.Util;
using TokenVaultAgent.Tools.Providers.GoogleApis;

namespace TokenVaultAgent.Tools.Providers.GoogleCalendarV3;

internal sealed class CalendarListResource(IClientService service)
{
    public ListRequest List() => new(service);

    internal sealed class ListRequest : CalendarBaseServiceRequest<Data.CalendarList>
    {
        public ListRequest(IClientService service) : base(service) => InitParameters();

        /// <summary>At most 250.</summary>
        [RequestParameter("maxResults", RequestParameterType.Query)]
        public int? MaxResults { get; set; }

        [RequestParameter("pageToken", RequestParameterType.Query)]
        public string? PageToken { get; set; }

        public override string MethodName => "list";

        public override string HttpMethod => "GET";

        public override string RestPath => "users/me/calendarList";

        protected override void InitParameters()
        {
            base.InitParameters();
            RequestParameters.AddQuery("maxResults", "pageToken");
        }
    }
}
