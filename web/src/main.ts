import {createApp} from 'vue';
import 'element-plus/theme-chalk/base.css';
import 'element-plus/theme-chalk/el-button.css';
import 'element-plus/theme-chalk/el-dropdown.css';
import 'element-plus/theme-chalk/el-dropdown-menu.css';
import 'element-plus/theme-chalk/el-dropdown-item.css';
import 'element-plus/theme-chalk/el-input.css';
import 'element-plus/theme-chalk/el-input-number.css';
import 'element-plus/theme-chalk/el-option.css';
import 'element-plus/theme-chalk/el-pagination.css';
import 'element-plus/theme-chalk/el-popconfirm.css';
import 'element-plus/theme-chalk/el-popover.css';
import 'element-plus/theme-chalk/el-popper.css';
import 'element-plus/theme-chalk/el-progress.css';
import 'element-plus/theme-chalk/el-scrollbar.css';
import 'element-plus/theme-chalk/el-select.css';
import 'element-plus/theme-chalk/el-select-dropdown.css';
import 'element-plus/theme-chalk/el-select-v2.css';
import 'element-plus/theme-chalk/el-slider.css';
import 'element-plus/theme-chalk/el-table-v2.css';
import 'element-plus/theme-chalk/el-tag.css';
import 'element-plus/theme-chalk/el-tooltip.css';
import 'element-plus/theme-chalk/el-virtual-list.css';
import 'element-plus/theme-chalk/dark/css-vars.css';
import './ui/theme.css';
import './ui/figure-table.css';
import './ui/panel.css';
import App from './App.vue';
import {createTexts} from './i18n/texts.ts';
import {APP_STATE, createAppState} from './state/app-state.ts';
import {parseUrl} from './state/url-state.ts';

const link = parseUrl(location.search);
const state = createAppState(localStorage, navigator.languages);
if (link.locale) state.settings.locale = link.locale;

createApp(App, {link})
  .use(createTexts(state.settings.locale))
  .provide(APP_STATE, state)
  .mount('#app');
