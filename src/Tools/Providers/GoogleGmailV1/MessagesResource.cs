using Google.Apis.Services;
using Google.Apis.Util;
using TokenVaultAgent.Tools.Providers.GoogleApis;

namespace TokenVaultAgent.Tools.Providers.GoogleGmailV1;

internal sealed class MessagesResource(IClientService service)
{
    public ListRequest List() => new(service);

    public GetRequest Get(string id) => new(service, id);

    public AttachmentGetRequest GetAttachment(string messageId, string id) => new(service, messageId, id);

    /// <summary>users.messages.list: ids only, newest first.</summary>
    internal sealed class ListRequest : GmailBaseServiceRequest<Data.ListMessagesResponse>
    {
        public ListRequest(IClientService service) : base(service) => InitParameters();

        [RequestParameter("maxResults", RequestParameterType.Query)]
        public int? MaxResults { get; set; }

        [RequestParameter("pageToken", RequestParameterType.Query)]
        public string? PageToken { get; set; }

        [RequestParameter("q", RequestParameterType.Query)]
        public string? Q { get; set; }

        public override string MethodName => "list";

        public override string HttpMethod => "GET";

        public override string RestPath => "users/{userId}/messages";

        protected override void InitParameters()
        {
            base.InitParameters();
            RequestParameters.AddQuery("maxResults", "pageToken", "q");
        }
    }

    /// <summary>users.messages.get.</summary>
    internal sealed class GetRequest : GmailBaseServiceRequest<Data.Message>
    {
        public GetRequest(IClientService service, string id) : base(service)
        {
            Id = id;
            InitParameters();
        }

        [RequestParameter("id", RequestParameterType.Path)]
        public string Id { get; }

        [RequestParameter("format", RequestParameterType.Query)]
        public FormatEnum? Format { get; set; }

        public override string MethodName => "get";

        public override string HttpMethod => "GET";

        public override string RestPath => "users/{userId}/messages/{id}";

        protected override void InitParameters()
        {
            base.InitParameters();
            RequestParameters.AddPath("id");
            RequestParameters.AddQuery("format");
        }

        internal enum FormatEnum
        {
            [StringValue("minimal")] Minimal,
            [StringValue("full")] Full,
            [StringValue("metadata")] Metadata,
        }
    }

    /// <summary>users.messages.attachments.get: the bytes of one part.</summary>
    internal sealed class AttachmentGetRequest : GmailBaseServiceRequest<Data.MessagePartBody>
    {
        public AttachmentGetRequest(IClientService service, string messageId, string id) : base(service)
        {
            (MessageId, Id) = (messageId, id);
            InitParameters();
        }

        [RequestParameter("messageId", RequestParameterType.Path)]
        public string MessageId { get; }

        [RequestParameter("id", RequestParameterType.Path)]
        public string Id { get; }

        public override string MethodName => "get";

        public override string HttpMethod => "GET";

        public override string RestPath => "users/{userId}/messages/{messageId}/attachments/{id}";

        protected override void InitParameters()
        {
            base.InitParameters();
            RequestParameters.AddPath("messageId");
            RequestParameters.AddPath("id");
        }
    }
}
