/** Every migration, oldest first. Never edited once merged. */
import { CreateUsers1764000000000 } from './1764000000000-CreateUsers.ts';
import { CreateSessions1764000001000 } from './1764000001000-CreateSessions.ts';
import { CreateMedia1764001000000 } from './1764001000000-CreateMedia.ts';
import { CreateLikes1764001001000 } from './1764001001000-CreateLikes.ts';
import { CreateFeedCounts1764001002000 } from './1764001002000-CreateFeedCounts.ts';
import { CreateMediaEvents1764001003000 } from './1764001003000-CreateMediaEvents.ts';
import { CreateRateLimits1764002000000 } from './1764002000000-CreateRateLimits.ts';
import { CreateSecurityEvents1764002001000 } from './1764002001000-CreateSecurityEvents.ts';
import { AddSessionDetails1764002002000 } from './1764002002000-AddSessionDetails.ts';
import { AddReconciliation1764003000000 } from './1764003000000-AddReconciliation.ts';
import { KeepUnfinishedApart1764004000000 } from './1764004000000-KeepUnfinishedApart.ts';
import { RenameReconciliationWalks1764005000000 } from './1764005000000-RenameReconciliationWalks.ts';
import { AddModeration1764005001000 } from './1764005001000-AddModeration.ts';
import { AddRejectionParameters1764005002000 } from './1764005002000-AddRejectionParameters.ts';
import { AddNotices1764006100000 } from './1764006100000-AddNotices.ts';
import { NotifyEndedSessions1764006200000 } from './1764006200000-NotifyEndedSessions.ts';
import { AddUsage1764006201000 } from './1764006201000-AddUsage.ts';
import { IndexFeedOfUploaderByType1764006202000 } from './1764006202000-IndexFeedOfUploaderByType.ts';
import { AddMails1764006300000 } from './1764006300000-AddMails.ts';
import { AddCaptions1764006400000 } from './1764006400000-AddCaptions.ts';
import { IndexTags1764006401000 } from './1764006401000-IndexTags.ts';
import { IndexWords1764006402000 } from './1764006402000-IndexWords.ts';
import { AddDecoding1764006500000 } from './1764006500000-AddDecoding.ts';
import { AddLeaving1764007000000 } from './1764007000000-AddLeaving.ts';
import { AddEmailVerification1764007001000 } from './1764007001000-AddEmailVerification.ts';
import { AddOriginals1764007100000 } from './1764007100000-AddOriginals.ts';
import { AddReports1764007200000 } from './1764007200000-AddReports.ts';
import { AddOperators1764007201000 } from './1764007201000-AddOperators.ts';
import { AddUploadSwitch1764007202000 } from './1764007202000-AddUploadSwitch.ts';
import { AddInvitations1764008000000 } from './1764008000000-AddInvitations.ts';
import { AddProfiles1764008001000 } from './1764008001000-AddProfiles.ts';
import { AddSha2561764008500000 } from './1764008500000-AddSha256.ts';
import { AddSoundTags1764008501000 } from './1764008501000-AddSoundTags.ts';
import { AddSensitive1764008600000 } from './1764008600000-AddSensitive.ts';
import { IndexWhatLeaves1764008700000 } from './1764008700000-IndexWhatLeaves.ts';
import { AddRestorations1764009000000 } from './1764009000000-AddRestorations.ts';
import { AddRemovalGrounds1764009001000 } from './1764009001000-AddRemovalGrounds.ts';
import { AddAppeals1764009002000 } from './1764009002000-AddAppeals.ts';

export const migrations = [
  CreateUsers1764000000000,
  CreateSessions1764000001000,
  CreateMedia1764001000000,
  CreateLikes1764001001000,
  CreateFeedCounts1764001002000,
  CreateMediaEvents1764001003000,
  CreateRateLimits1764002000000,
  CreateSecurityEvents1764002001000,
  AddSessionDetails1764002002000,
  AddReconciliation1764003000000,
  KeepUnfinishedApart1764004000000,
  RenameReconciliationWalks1764005000000,
  AddModeration1764005001000,
  AddRejectionParameters1764005002000,
  AddNotices1764006100000,
  NotifyEndedSessions1764006200000,
  AddUsage1764006201000,
  IndexFeedOfUploaderByType1764006202000,
  AddMails1764006300000,
  AddCaptions1764006400000,
  IndexTags1764006401000,
  IndexWords1764006402000,
  AddDecoding1764006500000,
  AddLeaving1764007000000,
  AddEmailVerification1764007001000,
  AddOriginals1764007100000,
  AddReports1764007200000,
  AddOperators1764007201000,
  AddUploadSwitch1764007202000,
  AddInvitations1764008000000,
  AddProfiles1764008001000,
  AddSha2561764008500000,
  AddSoundTags1764008501000,
  AddSensitive1764008600000,
  IndexWhatLeaves1764008700000,
  AddRestorations1764009000000,
  AddRemovalGrounds1764009001000,
  AddAppeals1764009002000,
];
