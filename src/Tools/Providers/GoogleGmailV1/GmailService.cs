using Google.Apis.Services;

namespace TokenVaultAgent.Tools.Providers.GoogleGmailV1;

/// <summary>
/// Gmail API v1: the calls in use, with the names and shapes of the package Google.Apis.Gmail.v1, so that it can take this folder's
/// place (developers.google.com/workspace/gmail/api/reference/rest).
/// </summary>
internal sealed class GmailService : BaseClientService
{
    public GmailService(Initializer initializer) : base(initializer) => Users = new UsersResource(this);

    public override string Name => "gmail";

    public override string BaseUri => BaseUriOverride ?? "https://gmail.googleapis.com/gmail/v1/";

    public override string BasePath => "gmail/v1/";

    public override IList<string> Features => [];

    public UsersResource Users { get; }
}

internal sealed class UsersResource(IClientService service)
{
    /// <summary>The user that the token stands for.</summary>
    public const string Me = "me";

    public MessagesResource Messages { get; } = new(service);

    public DraftsResource Drafts { get; } = new(service);
}
