namespace TokenVaultAgent.Sandbox.World;

public enum MailFolder { Inbox, Sent, Drafts, Archive, Trash, Spam }
