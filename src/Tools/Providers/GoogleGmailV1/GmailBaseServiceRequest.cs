using Google.Apis.Requests;
using Google.Apis.Services;
using Google.Apis.Util;
using TokenVaultAgent.Tools.Providers.GoogleApis;

namespace TokenVaultAgent.Tools.Providers.GoogleGmailV1;

/// <summary>What all Gmail requests share: the user, and partial answers by <c>fields</c>.</summary>
internal abstract class GmailBaseServiceRequest<TResponse>(IClientService service) : ClientServiceRequest<TResponse>(service)
{
    [RequestParameter("userId", RequestParameterType.Path)]
    public string UserId { get; } = UsersResource.Me;

    [RequestParameter("fields", RequestParameterType.Query)]
    public string? Fields { get; set; }

    protected override void InitParameters()
    {
        base.InitParameters();
        RequestParameters.AddPath("userId");
        RequestParameters.AddQuery("fields");
    }
}
