using Google.Apis.Services;
using Google.Apis.Util;
using TokenVaultAgent.Tools.Providers.GoogleApis;

namespace TokenVaultAgent.Tools.Providers.GoogleGmailV1;

internal sealed class DraftsResource(IClientService service)
{
    public CreateRequest Create(Data.Draft body) => new(service, body);

    public ListRequest List() => new(service);

    public SendRequest Send(Data.Draft body) => new(service, body);

    public GetRequest Get(string id) => new(service, id);

    public DeleteRequest Delete(string id) => new(service, id);

    internal sealed class CreateRequest : GmailBaseServiceRequest<Data.Draft>
    {
        private readonly Data.Draft _body;

        public CreateRequest(IClientService service, Data.Draft body) : base(service)
        {
            _body = body;
            InitParameters();
        }

        public override string MethodName => "create";

        public override string HttpMethod => "POST";

        public override string RestPath => "users/{userId}/drafts";

        protected override object GetBody() => _body;
    }

    internal sealed class ListRequest : GmailBaseServiceRequest<Data.ListDraftsResponse>
    {
        public ListRequest(IClientService service) : base(service) => InitParameters();

        [RequestParameter("q", RequestParameterType.Query)]
        public string? Q { get; set; }

        public override string MethodName => "list";

        public override string HttpMethod => "GET";

        public override string RestPath => "users/{userId}/drafts";

        protected override void InitParameters()
        {
            base.InitParameters();
            RequestParameters.AddQuery("q");
        }
    }

    /// <summary>Sends the draft with <see cref="Data.Draft.Id"/>; the answer is the sent message, under a new id.</summary>
    internal sealed class SendRequest : GmailBaseServiceRequest<Data.Message>
    {
        private readonly Data.Draft _body;

        public SendRequest(IClientService service, Data.Draft body) : base(service)
        {
            _body = body;
            InitParameters();
        }

        public override string MethodName => "send";

        public override string HttpMethod => "POST";

        public override string RestPath => "users/{userId}/drafts/send";

        protected override object GetBody() => _body;
    }

    internal sealed class GetRequest : GmailBaseServiceRequest<Data.Draft>
    {
        public GetRequest(IClientService service, string id) : base(service)
        {
            Id = id;
            InitParameters();
        }

        [RequestParameter("id", RequestParameterType.Path)]
        public string Id { get; }

        public override string MethodName => "get";

        public override string HttpMethod => "GET";

        public override string RestPath => "users/{userId}/drafts/{id}";

        protected override void InitParameters()
        {
            base.InitParameters();
            RequestParameters.AddPath("id");
        }
    }

    internal sealed class DeleteRequest : GmailBaseServiceRequest<string>
    {
        public DeleteRequest(IClientService service, string id) : base(service)
        {
            Id = id;
            InitParameters();
        }

        [RequestParameter("id", RequestParameterType.Path)]
        public string Id { get; }

        public override string MethodName => "delete";

        public override string HttpMethod => "DELETE";

        public override string RestPath => "users/{userId}/drafts/{id}";

        protected override void InitParameters()
        {
            base.InitParameters();
            RequestParameters.AddPath("id");
        }
    }
}
