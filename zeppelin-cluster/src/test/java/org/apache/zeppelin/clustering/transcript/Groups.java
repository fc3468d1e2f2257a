// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import java.util.List;
import java.util.function.Supplier;

/** All groups, in the order in which they are played. */
final class Groups {

  private Groups() {}

  static List<Supplier<Group>> all() {
    return List.of(
        RestListGroup::new,
        BrowserListGroup::new,
        TrashGroup::new,
        OpenGroup::new,
        EditGroup::new,
        RestEditGroup::new,
        RunGroup::new,
        RunAllGroup::new,
        RestRunGroup::new,
        FormsGroup::new,
        AngularGroup::new,
        HelpGroup::new,
        PersonalGroup::new,
        RevisionGroup::new,
        TogetherGroup::new,
        JobsGroup::new,
        CronGroup::new,
        SearchGroup::new,
        RightsGroup::new,
        SettingsGroup::new,
        CredentialsGroup::new);
  }
}
