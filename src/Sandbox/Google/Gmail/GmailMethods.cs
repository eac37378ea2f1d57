namespace TokenVaultAgent.Sandbox.Google.Gmail;

/// <summary>Gmail v1's methods, their scopes and their answers, from its discovery document.</summary>
internal static class GmailMethods
{
    public const string MetadataScope = Prefix + "metadata";

    private const string Prefix = "https://www.googleapis.com/auth/gmail.";
    private const string All = "https://mail.google.com/";
    private const string Modify = Prefix + "modify";
    private const string Readonly = Prefix + "readonly";
    private const string Compose = Prefix + "compose";

    // Parts nest without end; eight levels are more than any selection asks for.
    private static readonly string MessageShape =
        $"id,threadId,labelIds,snippet,historyId,internalDate,sizeEstimate,raw,classificationLabelValues,payload({PartShape(8)})";

    private static readonly string DraftShape = $"id,message({MessageShape})";

    private static readonly string[] Read = [All, MetadataScope, Modify, Readonly];

    public static readonly GoogleMethod GetProfile = Method(
        "GetProfile", [All, Compose, MetadataScope, Modify, Readonly], "emailAddress,messagesTotal,threadsTotal,historyId");

    public static readonly GoogleMethod ListLabels = Method(
        "ListLabels", [All, Prefix + "labels", MetadataScope, Modify, Readonly],
        "labels(id,name,messageListVisibility,labelListVisibility,type,messagesTotal,messagesUnread,threadsTotal,threadsUnread,color)");

    public static readonly GoogleMethod ListMessages = Method(
        "ListMessages", Read, $"messages({MessageShape}),nextPageToken,resultSizeEstimate");

    public static readonly GoogleMethod GetMessage = Method("GetMessage", Read, MessageShape);

    public static readonly GoogleMethod GetAttachment = Method("GetAttachment", [All, Modify, Readonly], "attachmentId,size,data");

    public static readonly GoogleMethod ListThreads = Method(
        "ListThreads", Read, "threads(id,snippet,historyId),nextPageToken,resultSizeEstimate");

    public static readonly GoogleMethod GetThread = Method("GetThread", Read, $"id,snippet,historyId,messages({MessageShape})");

    public static readonly GoogleMethod SendMessage = Method(
        "SendMessage", [All, Prefix + "addons.current.action.compose", Compose, Modify, Prefix + "send"], MessageShape);

    public static readonly GoogleMethod ListDrafts = Method(
        "ListDrafts", [All, Compose, Modify, Readonly], $"drafts({DraftShape}),nextPageToken,resultSizeEstimate");

    public static readonly GoogleMethod GetDraft = Method("GetDraft", [All, Compose, Modify, Readonly], DraftShape);

    public static readonly GoogleMethod CreateDraft = Method("CreateDraft", Write(), DraftShape);

    public static readonly GoogleMethod UpdateDraft = Method("UpdateDraft", Write(), DraftShape);

    public static readonly GoogleMethod DeleteDraft = Method("DeleteDraft", Write(), "id");

    public static readonly GoogleMethod SendDraft = Method("SendDraft", Write(), MessageShape);

    /// <summary>Whether the token sees no more of messages than their headers.</summary>
    public static bool IsMetadataOnly(IReadOnlySet<string> scopes) => !new[] { All, Modify, Readonly }.Any(scopes.Contains);

    private static string[] Write() => [All, Prefix + "addons.current.action.compose", Compose, Modify];

    private static string PartShape(int depth) =>
        "partId,mimeType,filename,headers(name,value),body(attachmentId,size,data)" + (depth == 0 ? "" : $",parts({PartShape(depth - 1)})");

    private static GoogleMethod Method(string name, IReadOnlyList<string> scopes, string shape) =>
        new("caribou.api.proto.MailboxService." + name, "gmail.googleapis.com", scopes, FieldMask.Parse(shape));
}
